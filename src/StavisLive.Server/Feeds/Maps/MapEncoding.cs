namespace StavisLive.Server.Feeds.Maps;

/// <summary>How the values of a map are written, little-endian.</summary>
internal enum MapEncoding
{
    /// <summary>A byte each, <c>round(255 p)</c>.</summary>
    UInt8,

    /// <summary>Half precision.</summary>
    Float16,

    /// <summary>Single precision.</summary>
    Float32,
}
