import JeoulCore
