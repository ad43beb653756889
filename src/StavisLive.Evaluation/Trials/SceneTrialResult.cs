namespace StavisLive.Evaluation.Trials;

/// <summary>How often a network's peak lay where the sound came from; three objects, so that guessing gives a third.</summary>
public sealed record SceneTrialResult
{
    /// <summary>Scenes of each kind.</summary>
    public required int Scenes { get; init; }

    /// <summary>By kind: the peak lies on the sounding object.</summary>
    public required double ByKind { get; init; }

    /// <summary>The same pictures with another object's sound: the peak lies on that one.</summary>
    public required double ByKindSwapped { get; init; }

    /// <summary>Both at once: the peak moves from one to the other.</summary>
    public required double ByKindFollowed { get; init; }

    /// <summary>The same pictures in silence: the peak lies on the object that would have sounded.</summary>
    public required double SilentOnSounding { get; init; }

    /// <summary>In silence: how often the peak lies on an object of each look.</summary>
    public required IReadOnlyDictionary<string, double> SilentByLook { get; init; }

    /// <summary>Mean correlation of the map in silence with the one that a sound of no object's kind gives.</summary>
    public required double StrangeCorrelation { get; init; }

    /// <summary>Mean correlation of a photograph's map in silence with the one that sound of no visible origin gives; null without photographs.</summary>
    public required double? PhotographCorrelation { get; init; }

    /// <summary>By rhythm: the peak lies on the object that pulses with the sound.</summary>
    public required double ByRhythm { get; init; }

    /// <summary>By rhythm, with another object's sound.</summary>
    public required double ByRhythmSwapped { get; init; }
}
