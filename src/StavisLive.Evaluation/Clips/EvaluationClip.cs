using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Evaluation.Clips;

/// <summary>Something that runs through the network in one go, with what people looked at in it: a video, or a set of stills.</summary>
public abstract class EvaluationClip
{
    /// <summary>What to call it in progress and messages.</summary>
    public abstract string Name { get; }

    /// <summary>Opens its pictures and audio anew; the caller owns them.</summary>
    public abstract ISource CreateSource(TimeProvider time);

    /// <summary>Called once before the first frame, with what the source turned out to be.</summary>
    public virtual void Begin(SourceDescription source)
    {
    }

    /// <summary>What people looked at in a frame; null where nothing is known. Valid until the next call.</summary>
    /// <param name="frame">Number of the frame, from 0.</param>
    /// <param name="seconds">When it is shown, from the first frame on.</param>
    /// <param name="picture">The frame; borrowed.</param>
    /// <exception cref="InvalidDataException">An annotation is missing or damaged; the message names it.</exception>
    public abstract FrameTruth? TruthOf(long frame, double seconds, VideoFrame picture);

    /// <summary>Called once behind the last frame, however the run ended: what was read is given back.</summary>
    public virtual void End()
    {
    }
}
