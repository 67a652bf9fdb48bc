#pragma once
#include <stddef.h>

/// Bytes that are allocated now, by every library of the process, as malloc_usable_size counts them.
size_t allocations_live(void);
/// The most that were allocated at once since `allocations_reset_peak`.
size_t allocations_peak(void);
/// Lets the peak begin anew at what is allocated now.
void allocations_reset_peak(void);
