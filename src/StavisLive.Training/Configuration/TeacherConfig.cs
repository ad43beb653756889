namespace StavisLive.Training.Configuration;

/// <summary>A finished network whose maps of real pictures are learned beside people's (distillation: Hinton, Vinyals, Dean, 2015).</summary>
public sealed record TeacherConfig
{
    /// <summary>An earlier stage, <c>init</c> (what training started from), or a file of weights of any depth. It sees only, even if it could hear.</summary>
    public string Weights { get; init; } = "";

    /// <summary>Weight of the divergence from the teacher's maps, less the correlation with them.</summary>
    public double Weight { get; init; } = 1;
}
