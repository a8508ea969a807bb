@_exported import JeoulCore
@_exported import JeoulStatistics
