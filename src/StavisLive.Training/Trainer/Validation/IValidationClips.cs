namespace StavisLive.Training.Trainer.Validation;

/// <summary>What a network is validated on.</summary>
internal interface IValidationClips
{
    /// <summary>Number of clips.</summary>
    int Count { get; }

    /// <summary>Makes a clip ready.</summary>
    /// <param name="number">Which, from 0.</param>
    /// <param name="frames">Its frames: 1 or 16.</param>
    /// <returns>The clip; null: it cannot be read and is left out.</returns>
    ValidationClip? Load(int number, int frames);
}
