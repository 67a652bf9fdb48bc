// libzstd, for the sealed segments of Sources/Archive.
#pragma once
#include <zstd.h>
