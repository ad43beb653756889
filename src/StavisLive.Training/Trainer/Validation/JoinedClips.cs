namespace StavisLive.Training.Trainer.Validation;

/// <summary>Clips of several kinds in a row.</summary>
internal sealed class JoinedClips(params IReadOnlyList<IValidationClips> parts) : IValidationClips
{
    /// <inheritdoc />
    public int Count => parts.Sum(part => part.Count);

    /// <inheritdoc />
    public ValidationClip? Load(int number, int frames)
    {
        var part = 0;
        for (; number >= parts[part].Count; part++) number -= parts[part].Count;
        return parts[part].Load(number, frames);
    }
}
