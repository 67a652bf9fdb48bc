internal import Reports

/// Collects what the markup says of stretches of the text while the text is being written.
struct HTMLRegions {
    private struct Found {
        var role: MarkedRegion.Role
        var start: Int
        var end: Int
        /// Named by a class or id, which is less certain than an element or a role.
        var isByName: Bool
        var ink: Int
        var controls: Int
        var isDropped = false
    }

    private var found: [Found] = []
    /// Roles that are open, a bit each.
    private var open = 0
    /// Fields and buttons so far.
    var controls = 0
    /// Characters and regions looked at.
    private(set) var steps = 0

    var count: Int { found.count }

    /// Begins a region where the text now ends; nil inside another of its role, to which it would add nothing.
    mutating func begin(
        _ role: MarkedRegion.Role, isByName: Bool = false, writer: HTMLTextWriter
    ) -> Int? {
        guard open & bit(role) == 0 else { return nil }
        open |= bit(role)
        found.append(
            Found(
                role: role, start: writer.count, end: writer.count, isByName: isByName, ink: writer.ink,
                controls: controls))
        return found.count - 1
    }

    mutating func end(_ index: Int, writer: HTMLTextWriter) {
        guard found.indices.contains(index) else { return }
        open &= ~bit(found[index].role)
        let ink = writer.ink - found[index].ink
        found[index].ink = ink
        trim(index, writer)
        if found[index].role == .form, !found[index].isByName {
            // Old systems wrap the whole page in one form; fields and their labels are short.
            let fields = controls - found[index].controls
            if fields == 0 || ink > 100 + 50 * fields { found[index].isDropped = true }
        }
    }

    /// An element that began when there were `first` regions holds two links or more and next to nothing else.
    mutating func addLinks(from start: Int, first: Int, writer: HTMLTextWriter) {
        guard open & bit(.navigation) == 0, first <= found.count, found.count - first <= 64 else { return }
        var inner = Array(found[first...])
        steps &+= inner.count
        if inner.contains(where: { $0.role != .navigation && bit($0.role) != bit(.heading(level: 1)) }) { return }
        inner.removeAll { $0.role == .navigation }
        found.removeSubrange(first...)
        found.append(
            Found(role: .navigation, start: start, end: start, isByName: false, ink: 0, controls: 0))
        trim(found.count - 1, writer)
        found += inner
    }

    /// The regions, without those that a name must be wrong about because they hold most of the page.
    func finish(ink: Int) -> [MarkedRegion] {
        found.compactMap { region in
            guard !region.isDropped, region.end > region.start else { return nil }
            if region.isByName, region.ink * 2 > ink { return nil }
            return MarkedRegion(region.role, Span(region.start, region.end))
        }
    }

    private mutating func trim(_ index: Int, _ writer: HTMLTextWriter) {
        var start = min(found[index].start, writer.count)
        var end = writer.count
        while start < end, Scalars.isBlank(writer[start]) { start += 1 }
        while end > start, Scalars.isBlank(writer[end - 1]) { end -= 1 }
        steps &+= start - min(found[index].start, start) + writer.count - end
        found[index].start = start
        found[index].end = end
    }

    private func bit(_ role: MarkedRegion.Role) -> Int {
        switch role {
        case .navigation: 1
        case .complementary: 2
        case .contentInfo: 4
        case .form: 8
        case .comments: 16
        case .advertisement: 32
        case .heading: 64
        }
    }
}
