namespace StavisLive.Training.Configuration;

/// <summary>Shares of the kinds of examples in a stage.</summary>
public sealed record MixConfig
{
    /// <summary>Photographs with fixations: single frames, or moving views of them where examples have 16.</summary>
    public double Photographs { get; init; } = 1;

    /// <summary>Windows of clips with fixations.</summary>
    public double Clips { get; init; }

    /// <summary>Synthetic audiovisual scenes over photographs.</summary>
    public double Scenes { get; init; }

    /// <summary>Photographs of people whose mouths are made to move, and speech.</summary>
    public double Talks { get; init; }

    /// <summary>Share of scenes that are silent.</summary>
    public double Silent { get; init; } = 0.2;

    /// <summary>Share of scenes with sound that belongs to none of their objects; in all that remain one of them sounds.</summary>
    public double Strange { get; init; } = 0.15;

    /// <summary>Whether photographs are needed: for themselves, or because scenes and talks are made of them.</summary>
    internal bool NeedsPhotographs => Photographs > 0 || Scenes > 0 || Talks > 0;

    /// <summary>The shares of all kinds, in the order of <see cref="Photographs"/>, <see cref="Clips"/>, <see cref="Scenes"/>, <see cref="Talks"/>.</summary>
    internal IReadOnlyList<double> Shares => [Photographs, Clips, Scenes, Talks];
}
