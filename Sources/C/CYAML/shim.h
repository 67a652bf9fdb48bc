// libyaml, for Sources/Operations.
#pragma once
#include <yaml.h>
