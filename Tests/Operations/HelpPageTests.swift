import Operations
import Testing

struct HelpPageTests {
    private static let narrow = 72

    private static func path(_ names: [String]) throws -> [Command] {
        var path = [Fixture.table]
        for name in names {
            path.append(try #require(path[path.count - 1].subcommands.first { $0.name == name }))
        }
        return path
    }

    @Test func pageOfASubcommand() throws {
        let page = HelpPage(try Self.path(["run"]), common: [CommonOptions.help]).render(width: Self.narrow)
        #expect(
            page == """
                tool run: run all of it

                Usage:
                  tool run [OPTIONS] PATH…

                Arguments:
                  PATH…  pages, or folders of pages

                Options:
                  --lanes N                 Threads that each consume and produce on
                                            their own (key lanes, default 1)
                  --archive DIR             The folder of the archive (key
                                            archive.directory)
                  --exit-when-idle SECONDS  End with 0 once every partition is read to
                                            its end and nothing new has come for so long
                  --json                    Print JSON instead of text for people
                  --[no-]colour             Use colours
                  --exclude NAME            Leave out NAME (repeatable)
                  -l, --limit SIZE          Stop after SIZE
                  -q, --quiet               Say nothing

                Options of all programs:
                  -h, --help  Explain the command, with examples

                Examples:
                  $ tool run pages --lanes 2
                      Two threads.

                Environment:
                  GUAZHI_CONFIG    the configuration file, as --config
                  GUAZHI_KEY_NAME  any key of the configuration in capitals, '.' and '-'
                                   written as '_': GUAZHI_BATCH_RECORDS=500; a flag wins
                                   over the environment, which wins over the file
                  NO_COLOR         set to anything: no colours

                Exit codes:
                  0   done
                  64  the command line is wrong
                  65  a document was refused, or the archive is damaged
                  66  a path that was named is not there
                  78  the configuration is wrong, or topics do not fit it

                """)
    }

    @Test func pageOfTheProgramTeaches() throws {
        let page = HelpPage(try Self.path([]), common: [CommonOptions.version]).render(width: 60)
        let opening = """
            tool: does several things

            Usage:
              tool SUBCOMMAND [OPTIONS]

            The tool does one thing after the other, and explains what
            it did. This paragraph is long enough to be wrapped on a
            narrow terminal.

                tool run page.txt

            A second paragraph.

            Subcommands:
              run             run all of it
              archive show    show a report
              archive verify  check it
              status          say how it goes

              'tool SUBCOMMAND --help' explains each.

            """
        #expect(page.hasPrefix(opening), "\(page)")
    }

    @Test(arguments: [40, 60, 80, 110])
    func everyLineFits(width: Int) throws {
        for names in [[], ["run"], ["archive"], ["archive", "show"]] {
            for line in HelpPage(try Self.path(names)).render(width: width).split(separator: "\n") {
                // What cannot be broken may stick out: an example, a long word.
                guard !line.hasPrefix("  $"), line.contains(" ") else { continue }
                #expect(displayWidth(String(line)) <= max(width, 60), "\(line)")
            }
        }
    }
}
