import Reports

/// What a lane whose brake has taken hold leaves in the metadata of its committed offsets, so that `guazhi status` can
/// tell from anywhere: `brake undecodable 112 200 2026-11-22T02:40:00.000000000Z`. Whoever reads the partition next
/// clears it.
package struct BrakeNote: Hashable, Sendable {
    /// Why the stage stands still.
    package let trip: Brake.Trip

    package init(_ trip: Brake.Trip) { self.trip = trip }

    /// Nil where the metadata is no such note.
    package init?(metadata: String) {
        let words = metadata.split(separator: " ")
        guard words.count == 5, words[0] == "brake", let code = Refusal.Code(rawValue: String(words[1])),
            let refused = Int(words[2]), let documents = Int(words[3]), let since = Timestamp(rfc3339: String(words[4]))
        else { return nil }
        trip = Brake.Trip(code: code, refused: refused, documents: documents, since: since)
    }

    /// As it is committed.
    package var metadata: String {
        "brake \(trip.code.rawValue) \(trip.refused) \(trip.documents) \(trip.since)"
    }
}

extension Brake.Trip {
    /// What happened, without who: `112 of 200 documents were refused as undecodable`.
    package var summary: String { "\(refused) of \(documents) documents were refused as \(code.rawValue)" }

    /// What, where, what to do.
    package func sentence(of stage: StageName) -> String {
        let filter = "--stage \(stage.rawValue) --code \(code.rawValue)"
        // Letters are written a moment after they are refused; whole seconds are short of it.
        let since = "\(since.description.prefix(19))Z"
        return
            "the \(stage.rawValue) stage stands still: \(refused) of its last \(documents) documents were refused as \(code.rawValue), which is likelier a bad release or configuration than so many bad documents (brake.share); see guazhi dead list \(filter), mend it, start this process again, then send them once more with guazhi dead replay \(filter) --since \(since)"
    }
}
