// Swift sees the header's structures through this target; the functions are written in Swift.
#include "jeoul.h"

_Static_assert(sizeof(jeoul_documents) == 56 || sizeof(void *) != 8, "the layout that callers were compiled with");
