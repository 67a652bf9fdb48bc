// libgumbo, the tree that Tests/Parsing holds the HTML reader against; no product links it.
#pragma once
#include <gumbo.h>
