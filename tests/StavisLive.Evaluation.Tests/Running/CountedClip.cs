using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Evaluation.Clips;

namespace StavisLive.Evaluation.Tests.Running;

/// <summary>A clip that counts how often it is opened.</summary>
internal sealed class CountedClip(EvaluationClip clip) : EvaluationClip
{
    public override string Name => clip.Name;

    public int Opened { get; private set; }

    public override ISource CreateSource(TimeProvider time)
    {
        Opened++;
        return clip.CreateSource(time);
    }

    public override void Begin(SourceDescription source) => clip.Begin(source);

    public override FrameTruth? TruthOf(long frame, double seconds, VideoFrame picture) => clip.TruthOf(frame, seconds, picture);

    public override void End() => clip.End();
}
