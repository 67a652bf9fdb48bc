// Starts a program that reads what strangers wrote, with limits that posix_spawn(3) cannot set.
#pragma once
#include <sys/types.h>

/// What a program may use before the kernel ends it.
struct guazhi_sandbox_limits {
    /// RLIMIT_CPU.
    unsigned long cpu_seconds;
    /// RLIMIT_AS.
    unsigned long memory_bytes;
    /// RLIMIT_FSIZE; pipes are not bound by it.
    unsigned long file_bytes;
    /// RLIMIT_NOFILE.
    unsigned long open_files;
};

/// Starts `path` in a process group of its own, with nothing but the three descriptors, no way to new privileges and no
/// core dump; it dies with the calling thread. Returns 0 and the process, or the errno of what failed.
///
/// Safe in a process with threads: between fork and exec the child makes async-signal-safe calls only.
int guazhi_sandbox_start(
    const char *path, char *const arguments[], char *const environment[], const struct guazhi_sandbox_limits *limits,
    int input, int output, int error, pid_t *process);

/// A file without a name that holds `bytes` and is gone with its last descriptor; -1 with errno where there is no room.
int guazhi_nameless_file(const void *bytes, unsigned long count);

/// pipe2(2) with both ends closed on exec, without the moment in which another thread's child inherits them.
int guazhi_private_pipe(int ends[2]);
