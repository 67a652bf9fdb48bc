// A plain consume-transform-produce loop over librdkafka, as an experienced C programmer writes it: what the Swift lane
// is measured against.
#pragma once

/// Names and values of librdkafka properties, `count` of each.
struct cloop_properties {
    const char *const *names;
    const char *const *values;
    int count;
};

/// Passes `records` records of `input` to the same partition of `output`, headers, key and timestamp included, in
/// transactions of at most `batch_records`, `batch_bytes` and `linger_ms`. Returns 0, or -1 with a sentence in `error`.
int cloop_run(struct cloop_properties consumer, struct cloop_properties producer, const char *input,
              const char *output, long records, int batch_records, long batch_bytes, int linger_ms, char *error,
              int error_size);
