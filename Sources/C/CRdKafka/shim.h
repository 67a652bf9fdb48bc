// librdkafka, and its mock cluster, for Sources/Kafka: the only module that imports this.
#pragma once
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
