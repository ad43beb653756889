using StavisLive.Core;

namespace StavisLive.Server.Uploads;

/// <summary>What was brought has no map. The message says why, for people.</summary>
internal sealed class UploadException(string message) : StavisException(message);
