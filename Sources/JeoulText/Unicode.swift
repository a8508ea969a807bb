import ICUShims
import ScanKernels

/// The Unicode version of the splitters' tables, pinned so that results do not depend on the host.
package let unicodeVersion = JEOUL_UNICODE_VERSION

/// The version of ICU that normalizes and segments.
package let icuVersion = String(cString: jeoul_icu_version())
