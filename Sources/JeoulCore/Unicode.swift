import ScanKernels

/// The Unicode version of the splitters' tables, pinned so that results do not depend on the host.
public let unicodeVersion = JEOUL_UNICODE_VERSION
