internal import CRdKafka
internal import Glibc

/// A list of partitions in librdkafka's form, freed with its owner.
struct PartitionList: ~Copyable {
    let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    /// Takes over a list that librdkafka made for us.
    init(owning pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) { self.pointer = pointer }

    init(_ partitions: [TopicPartition]) {
        pointer = rd_kafka_topic_partition_list_new(Int32(clamping: partitions.count))
        for partition in partitions { rd_kafka_topic_partition_list_add(pointer, partition.topic, partition.partition) }
    }

    init(_ positions: [StartPosition]) {
        pointer = rd_kafka_topic_partition_list_new(Int32(clamping: positions.count))
        for position in positions {
            let place = position.topicPartition
            rd_kafka_topic_partition_list_add(pointer, place.topic, place.partition)?
                .pointee.offset = position.offset.number
        }
    }

    init(_ positions: [OffsetPosition]) {
        pointer = rd_kafka_topic_partition_list_new(Int32(clamping: positions.count))
        for position in positions {
            let place = position.topicPartition
            guard let element = rd_kafka_topic_partition_list_add(pointer, place.topic, place.partition) else {
                continue
            }
            element.pointee.offset = position.offset
            // The list frees the metadata with free(3), so it must come from malloc.
            if !position.metadata.isEmpty, let copy = strdup(position.metadata) {
                element.pointee.metadata = UnsafeMutableRawPointer(copy)
                element.pointee.metadata_size = strlen(copy)
            }
        }
    }

    deinit { rd_kafka_topic_partition_list_destroy(pointer) }

    var elements: [PartitionElement] { PartitionElement.all(in: UnsafePointer(pointer)) }
}

/// One element of such a list, copied out.
struct PartitionElement {
    let topicPartition: TopicPartition
    let offset: Int64
    let metadata: String
    let code: KafkaError.Code

    /// The committed position, or nil where librdkafka says that there is none.
    var position: OffsetPosition? {
        offset >= 0 ? OffsetPosition(topicPartition, offset: offset, metadata: metadata) : nil
    }

    static func all(in list: UnsafePointer<rd_kafka_topic_partition_list_t>?) -> [Self] {
        guard let list, let first = list.pointee.elems else { return [] }
        return UnsafeBufferPointer(start: first, count: Int(list.pointee.cnt)).map { element in
            var metadata = ""
            if let bytes = element.metadata, element.metadata_size > 0 {
                metadata = String(
                    decoding: UnsafeRawBufferPointer(start: bytes, count: element.metadata_size), as: UTF8.self)
            }
            return Self(
                topicPartition: TopicPartition(topic: text(element.topic), partition: element.partition),
                offset: element.offset, metadata: metadata, code: KafkaError.Code(element.err))
        }
    }
}
