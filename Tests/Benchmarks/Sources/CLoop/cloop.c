#include "cloop.h"

#include <librdkafka/rdkafka.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_PARTITIONS = 256 };

static long long now_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

static rd_kafka_t *client(rd_kafka_type_t type, struct cloop_properties properties, char *error, int size) {
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    for (int i = 0; i < properties.count; i++)
        if (rd_kafka_conf_set(conf, properties.names[i], properties.values[i], error, size) != RD_KAFKA_CONF_OK) {
            rd_kafka_conf_destroy(conf);
            return NULL;
        }
    rd_kafka_t *rk = rd_kafka_new(type, conf, error, size);
    if (!rk) rd_kafka_conf_destroy(conf);
    return rk;
}

static int failed(rd_kafka_error_t *result, const char *what, char *error, int size) {
    if (!result) return 0;
    snprintf(error, size, "%s: %s", what, rd_kafka_error_string(result));
    rd_kafka_error_destroy(result);
    return 1;
}

static int commit(rd_kafka_t *producer, rd_kafka_t *consumer, const char *input, const int64_t *next, char *error,
                  int size) {
    rd_kafka_topic_partition_list_t *offsets = rd_kafka_topic_partition_list_new(MAX_PARTITIONS);
    for (int p = 0; p < MAX_PARTITIONS; p++)
        if (next[p] >= 0) rd_kafka_topic_partition_list_add(offsets, input, p)->offset = next[p];
    rd_kafka_consumer_group_metadata_t *group = rd_kafka_consumer_group_metadata(consumer);
    int bad = failed(rd_kafka_send_offsets_to_transaction(producer, offsets, group, -1), "send offsets", error, size) ||
              failed(rd_kafka_commit_transaction(producer, -1), "commit", error, size);
    rd_kafka_consumer_group_metadata_destroy(group);
    rd_kafka_topic_partition_list_destroy(offsets);
    return bad;
}

int cloop_run(struct cloop_properties consumer_properties, struct cloop_properties producer_properties,
              const char *input, const char *output, long records, int batch_records, long batch_bytes, int linger_ms,
              char *error, int size) {
    int result = -1, open = 0, count = 0;
    long passed = 0, bytes = 0;
    long long since = 0;
    int64_t next[MAX_PARTITIONS];
    memset(next, 0xff, sizeof next);
    rd_kafka_t *producer = client(RD_KAFKA_PRODUCER, producer_properties, error, size);
    if (!producer) return -1;
    rd_kafka_t *consumer = client(RD_KAFKA_CONSUMER, consumer_properties, error, size);
    if (!consumer) {
        rd_kafka_destroy(producer);
        return -1;
    }
    rd_kafka_poll_set_consumer(consumer);
    rd_kafka_topic_t *topic = rd_kafka_topic_new(producer, output, NULL);
    rd_kafka_topic_partition_list_t *topics = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(topics, input, RD_KAFKA_PARTITION_UA);
    if (failed(rd_kafka_init_transactions(producer, 30000), "init", error, size)) goto end;
    if (rd_kafka_subscribe(consumer, topics) != RD_KAFKA_RESP_ERR_NO_ERROR) {
        snprintf(error, size, "subscribe");
        goto end;
    }
    while (passed < records) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(consumer, 50);
        if (message && !message->err) {
            if (!open) {
                if (failed(rd_kafka_begin_transaction(producer), "begin", error, size)) goto end;
                open = 1;
                since = now_ms();
            }
            rd_kafka_headers_t *headers = NULL, *copy = NULL;
            if (rd_kafka_message_headers(message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR)
                copy = rd_kafka_headers_copy(headers);
            for (;;) {
                rd_kafka_resp_err_t code = rd_kafka_producev(
                    producer, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_PARTITION(message->partition),
                    RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_KEY(message->key, message->key_len),
                    RD_KAFKA_V_VALUE(message->payload, message->len),
                    RD_KAFKA_V_TIMESTAMP(rd_kafka_message_timestamp(message, NULL)), RD_KAFKA_V_HEADERS(copy),
                    RD_KAFKA_V_END);
                if (code == RD_KAFKA_RESP_ERR_NO_ERROR) break;
                if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL) {
                    snprintf(error, size, "produce: %s", rd_kafka_err2str(code));
                    if (copy) rd_kafka_headers_destroy(copy);
                    rd_kafka_message_destroy(message);
                    goto end;
                }
                rd_kafka_poll(producer, 50);
            }
            next[message->partition] = message->offset + 1;
            count++;
            passed++;
            bytes += 2 * (long)message->len;
            if (count % 64 == 0) rd_kafka_poll(producer, 0);
        }
        if (message) rd_kafka_message_destroy(message);
        if (open && (count >= batch_records || bytes >= batch_bytes || now_ms() - since >= linger_ms)) {
            if (commit(producer, consumer, input, next, error, size)) goto end;
            open = 0;
            count = 0;
            bytes = 0;
        }
    }
    if (open && commit(producer, consumer, input, next, error, size)) goto end;
    result = 0;
end:
    rd_kafka_topic_partition_list_destroy(topics);
    rd_kafka_consumer_close(consumer);
    rd_kafka_destroy(consumer);
    rd_kafka_topic_destroy(topic);
    rd_kafka_destroy(producer);
    return result;
}
