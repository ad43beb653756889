namespace StavisLive.Core.Recording;

/// <summary>Describes a snapshot as its recording's index.</summary>
internal static class FlightIndexing
{
    /// <param name="flight">The stream.</param>
    /// <param name="reason">Why it is written.</param>
    /// <param name="writtenAt">When.</param>
    /// <param name="snapshot">What is written.</param>
    /// <param name="hasPicture">Whether the n-th frame's whole picture is there.</param>
    /// <param name="time">Clock of the captures.</param>
    public static FlightIndex Of(
        Flight flight, string reason, DateTimeOffset writtenAt, RecordingSnapshot snapshot, IReadOnlyList<bool> hasPicture, TimeProvider time) => new()
    {
        Format = FlightIndex.FormatName,
        Version = FlightIndex.CurrentVersion,
        Stream = flight.Stream,
        Reason = reason,
        WrittenAt = writtenAt,
        Width = flight.Source.Width,
        Height = flight.Source.Height,
        PixelAspect = flight.Source.PixelAspect.IsSquare ? null : flight.Source.PixelAspect.ToString(),
        FrameRate = flight.Source.FrameRate,
        Windowing = new FlightIndex.Grid(
            flight.Windowing.Fps, flight.Windowing.Alignment, flight.Windowing.Origin.GetValueOrDefault().Nanoseconds,
            flight.Windowing.IsLive, flight.Windowing.HasAudio, flight.Windowing.Listens, flight.Windowing.AudioLag.TotalMilliseconds),
        Frames = [.. FramesOf(snapshot, hasPicture, time)],
        Sounds = [.. snapshot.Audio.Select(block => new FlightIndex.Audio(block.FirstSample, block.Content.Length, block.FollowsPause))],
        Maps = [.. snapshot.Maps.Select(map => new FlightIndex.Map(map.Slot, map.Audio, map.CaptureToMap.TotalMilliseconds))],
        States = [.. snapshot.States.Select(change => new FlightIndex.State(change.At, change.State, change.Reason, change.Connection))],
    };

    private static IEnumerable<FlightIndex.Frame> FramesOf(RecordingSnapshot snapshot, IReadOnlyList<bool> hasPicture, TimeProvider time)
    {
        var first = snapshot.Frames[0].CapturedAt;
        var (blocks, row) = (0, 0);
        foreach (var item in snapshot.Items)
        {
            if (item is not RecordedItem.Picture { Frame: var frame })
            {
                blocks++;
                continue;
            }
            var captured = time.GetElapsedTime(first, frame.CapturedAt).TotalMilliseconds;
            yield return new FlightIndex.Frame(frame.Index, frame.PresentationTime.Nanoseconds, frame.Slot, captured, blocks, hasPicture[row++], frame.FollowsPause);
        }
    }
}
