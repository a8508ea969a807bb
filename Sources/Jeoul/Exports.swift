@_exported import JeoulCore
