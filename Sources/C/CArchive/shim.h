// libarchive, which reads the ZIP files that Word documents are.
#pragma once
#include <archive.h>
#include <archive_entry.h>
