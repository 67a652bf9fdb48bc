/// What a shell needs to complete a program's command line, made from the same table as its parser.
public struct CompletionScript: Sendable {
    private let root: Command
    private let common: [Option]

    /// The script of `root` and all its subcommands.
    public init(_ root: Command, common: [Option] = CommonOptions.all) {
        self.root = root
        self.common = common
    }

    /// The script for `shell`: `zsh`, and bash for anything else.
    public func render(shell: String) -> String { shell == "zsh" ? zsh() : bash() }

    /// One place in the tree: `/archive/verify`.
    private struct Place {
        let path: String
        let command: Command
        let options: [Option]
    }

    private var places: [Place] { places(root, "", common) }

    private func places(_ command: Command, _ path: String, _ inherited: [Option]) -> [Place] {
        let options = command.options + inherited
        return [Place(path: path, command: command, options: options)]
            + command.subcommands.flatMap { places($0, "\(path)/\($0.name)", options) }
    }

    /// Each option that takes a value, once.
    private var valued: [Option] {
        var seen: Set<String> = []
        return places.flatMap(\.options).filter { $0.kind != nil && seen.insert($0.name).inserted }
    }

    private var zshFunction: String { "_\(root.name)" }

    private var function: String { "_" + root.name.map { $0 == "-" ? "_" : String($0) }.joined() }

    private static func flags(_ option: Option) -> [String] {
        ["--\(option.name)"] + (option.isNegatable ? ["--no-\(option.name)"] : [])
            + (option.short.map { ["-\($0)"] } ?? [])
    }

    private static func pattern(_ option: Option) -> String {
        (["--\(option.name)"] + (option.short.map { ["-\($0)"] } ?? [])).joined(separator: "|")
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    private static var keys: [String] { Configuration.keys.map { "\($0.name)=" } }

    /// The loop that finds out which subcommand is being typed; `first` is the index of the first argument.
    private func walk(words: String, current: String, first: Int) -> String {
        let paths = places.map(\.path).filter { !$0.isEmpty }
        let descend =
            paths.isEmpty
            ? "            *) ;;\n"
            : """
                        *)
                            case "$path/$word" in
                                \(paths.joined(separator: "|"))) path="$path/$word" ;;
                            esac
                            ;;

            """
        return """
                for ((index = \(first); index < \(current); index++)); do
                    word="${\(words)[index]}"
                    case "$word" in
                        \(valued.map(Self.pattern).joined(separator: "|"))) index=$((index + 1)) ;;
                        -*) ;;
            \(descend)        esac
                done

            """
    }

    private func bash() -> String {
        var script = """
            # bash completion of \(root.name); printed by `\(root.name) --completion bash` from its table of options.
            \(function)() {
                local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD - 1]}" path="" index word
                COMPREPLY=()
                # --option=value arrives as three words.
                if [ "$current" = "=" ]; then current=""; fi
                if [ "$previous" = "=" ]; then previous="${COMP_WORDS[COMP_CWORD - 2]}"; fi

            """
        script += walk(words: "COMP_WORDS", current: "COMP_CWORD", first: 1)
        script += "    case \"$previous\" in\n"
        for option in valued {
            guard let kind = option.kind else { continue }
            script += "        \(Self.pattern(option))) \(Self.bash(kind)) return ;;\n"
        }
        script += "    esac\n    case \"$path\" in\n"
        for place in places {
            let options = place.options.flatMap(Self.flags).joined(separator: " ")
            script += "        \(Self.quoted(place.path)))\n"
            script += "            case \"$current\" in\n"
            script +=
                "                -*) mapfile -t COMPREPLY < <(compgen -W \(Self.quoted(options)) -- \"$current\") ;;\n"
            let names = place.command.subcommands.map(\.name).joined(separator: " ")
            if !names.isEmpty {
                script +=
                    "                *) mapfile -t COMPREPLY < <(compgen -W \(Self.quoted(names)) -- \"$current\") ;;\n"
            } else if let kind = place.command.operands.first?.kind {
                script += "                *) \(Self.bash(kind)) ;;\n"
            }
            script += "            esac\n            ;;\n"
        }
        return script + "    esac\n}\ncomplete -F \(function) \(root.name)\n"
    }

    private static func bash(_ kind: ValueKind) -> String {
        func words(_ words: [String]) -> String {
            "mapfile -t COMPREPLY < <(compgen -W \(quoted(words.joined(separator: " "))) -- \"$current\");"
        }
        return switch kind {
        case .file: "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$current\");"
        case .directory: "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- \"$current\");"
        case .choice(let choices): words(choices)
        case .boolean: words(["true", "false"])
        case .assignment: "compopt -o nospace; " + words(keys)
        default: ":;"
        }
    }

    private func zsh() -> String {
        var script = """
            #compdef \(root.name)
            # zsh completion of \(root.name); printed by `\(root.name) --completion zsh` from its table of options.
            \(zshFunction)() {
                local path_="" word index
                local -a choices

            """
        script += walk(words: "words", current: "CURRENT", first: 2)
            .split(separator: "\n", omittingEmptySubsequences: false)
            // `path` is zsh's own: the array behind PATH.
            .map { $0.replacing("path=\"$path/", with: "path_=\"$path_/").replacing("\"$path/", with: "\"$path_/") }
            .joined(separator: "\n")
        script += "    case \"${words[CURRENT - 1]}\" in\n"
        for option in valued {
            guard let kind = option.kind else { continue }
            script += "        \(Self.pattern(option))) \(Self.zsh(kind)); return ;;\n"
        }
        script += "    esac\n    case \"$path_\" in\n"
        for place in places {
            script += "        \(Self.quoted(place.path)))\n"
            script += "            if [[ \"${words[CURRENT]}\" == -* ]]; then\n"
            let options = place.options.flatMap { option in
                Self.flags(option).map { Self.described($0, option.summary) }
            }
            script += "                choices=(\(options.joined(separator: " ")))\n"
            script += "                _describe -o option choices\n            else\n"
            if !place.command.subcommands.isEmpty {
                let names = place.command.subcommands.map { Self.described($0.name, $0.summary) }
                script += "                choices=(\(names.joined(separator: " ")))\n"
                script += "                _describe subcommand choices\n"
            } else if let kind = place.command.operands.first?.kind {
                script += "                \(Self.zsh(kind))\n"
            } else {
                script += "                return 1\n"
            }
            script += "            fi\n            ;;\n"
        }
        return script + """
                esac
            }
            # Read by `source`, or found as a file \(zshFunction) in fpath.
            if [[ "${funcstack[1]}" == "\(zshFunction)" ]]; then \(zshFunction) "$@"; else compdef \(zshFunction) \(root.name); fi

            """
    }

    private static func described(_ word: String, _ summary: String) -> String {
        quoted("\(word):\(summary.replacing(":", with: "\\:"))")
    }

    private static func zsh(_ kind: ValueKind) -> String {
        switch kind {
        case .file: "_files"
        case .directory: "_files -/"
        case .choice(let choices): "compadd -- \(choices.map(quoted).joined(separator: " "))"
        case .boolean: "compadd -- true false"
        case .assignment: "compadd -S '' -- \(keys.map(quoted).joined(separator: " "))"
        default: ":"
        }
    }
}
