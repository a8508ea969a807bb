@_exported import JeoulClaims
@_exported import JeoulCore
@_exported import JeoulCorpora
@_exported import JeoulFetching
@_exported import JeoulPages
@_exported import JeoulReporting
@_exported import JeoulStatistics
@_exported import JeoulWeighing
