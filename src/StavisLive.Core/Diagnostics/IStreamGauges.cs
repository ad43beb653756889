namespace StavisLive.Core.Diagnostics;

/// <summary>What a running stream tells when somebody reads its gauges: from any thread, without waiting or throwing. Null is not told.</summary>
internal interface IStreamGauges
{
    /// <summary>The stream's name.</summary>
    string Source { get; }

    /// <summary>Every state that a source may be in.</summary>
    IReadOnlyList<string> States { get; }

    /// <summary>The one that it is in.</summary>
    string State { get; }

    /// <summary>When the newest frame came, in seconds since 1970.</summary>
    double? LastFrame { get; }

    /// <summary>Seconds since the newest frame that has a map was handed to the process.</summary>
    double? MapAge { get; }

    /// <summary>How far windows reach beyond the frames that their maps are for, in seconds.</summary>
    double? LookAhead { get; }

    /// <summary>How much later than it should the audio lies on the pictures' line, in seconds.</summary>
    double? AudioOffset { get; }

    /// <summary>How much faster the audio's clock runs than the pictures', in parts per million.</summary>
    double? ClockDrift { get; }

    /// <summary>Peak of the newest audio in decibels of full scale.</summary>
    double? AudioLevel { get; }

    /// <summary>What waits between the stages.</summary>
    IEnumerable<(string Queue, int Depth)> Queues { get; }

    /// <summary>Who is subscribed.</summary>
    IEnumerable<(string Kind, int Count)> Subscribers { get; }

    /// <summary>Where results go, and whether that has failed.</summary>
    IEnumerable<(string Output, bool HasFailed)> Outputs { get; }
}
