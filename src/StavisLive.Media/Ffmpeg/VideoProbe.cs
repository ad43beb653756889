namespace StavisLive.Media.Ffmpeg;

/// <summary>A file's picture stream.</summary>
/// <param name="Index">Its number in the file.</param>
/// <param name="Width">Pixels per row as coded: before any rotation.</param>
/// <param name="Height">Rows as coded.</param>
/// <param name="FrameRate">Mean frames per second; 0 when unknown.</param>
/// <param name="FrameCount">Number of frames, stated or estimated from duration and rate; null when unknown.</param>
internal sealed record VideoProbe(int Index, int Width, int Height, double FrameRate, long? FrameCount)
{
    internal static VideoProbe From(ProbeStream stream, ProbeFormat format)
    {
        var rate = FrameRates.Choose(ProbeStream.Ratio(stream.AvgFrameRate), ProbeStream.Ratio(stream.RFrameRate));
        var seconds = ProbeStream.Number(stream.Duration) ?? ProbeStream.Number(format.Duration);
        var count = ProbeStream.Number(stream.NbFrames) ?? (rate > 0 ? seconds * rate : null);
        return new VideoProbe(stream.Index, stream.Width, stream.Height, rate, count is > 0 ? (long)Math.Round(count.Value) : null);
    }
}
