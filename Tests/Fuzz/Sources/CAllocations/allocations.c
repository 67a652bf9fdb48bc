// Counts what is allocated: the process's malloc and its kin are these, and hand on to glibc's own. A program that links
// this target is counted from its start, the Swift runtime included.
#include "allocations.h"

#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);
void __libc_free(void *);

static _Atomic size_t live;
static _Atomic size_t peak;

static void *counted(void *block) {
    if (block == NULL) return NULL;
    size_t size = malloc_usable_size(block);
    size_t now = atomic_fetch_add_explicit(&live, size, memory_order_relaxed) + size;
    size_t most = atomic_load_explicit(&peak, memory_order_relaxed);
    while (now > most &&
           !atomic_compare_exchange_weak_explicit(&peak, &most, now, memory_order_relaxed, memory_order_relaxed)) {
    }
    return block;
}

static void discount(void *block) {
    if (block != NULL) atomic_fetch_sub_explicit(&live, malloc_usable_size(block), memory_order_relaxed);
}

void *malloc(size_t size) { return counted(__libc_malloc(size)); }

void *calloc(size_t count, size_t size) { return counted(__libc_calloc(count, size)); }

void *realloc(void *block, size_t size) {
    size_t before = block == NULL ? 0 : malloc_usable_size(block);
    void *moved = __libc_realloc(block, size);
    // Where it failed the old block stands; where size is 0 it is gone.
    if (moved == NULL && size != 0) return NULL;
    atomic_fetch_sub_explicit(&live, before, memory_order_relaxed);
    return counted(moved);
}

void free(void *block) {
    discount(block);
    __libc_free(block);
}

void *memalign(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size)); }

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **block, size_t alignment, size_t size) {
    if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) return EINVAL;
    *block = memalign(alignment, size);
    return *block == NULL ? ENOMEM : 0;
}

size_t allocations_live(void) { return atomic_load_explicit(&live, memory_order_relaxed); }

size_t allocations_peak(void) { return atomic_load_explicit(&peak, memory_order_relaxed); }

void allocations_reset_peak(void) {
    atomic_store_explicit(&peak, atomic_load_explicit(&live, memory_order_relaxed), memory_order_relaxed);
}
