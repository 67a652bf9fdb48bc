// Expat, which reads the XML inside Word documents.
#pragma once
#include <expat.h>
