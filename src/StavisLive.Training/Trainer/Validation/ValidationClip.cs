namespace StavisLive.Training.Trainer.Validation;

/// <summary>A clip with what people looked at in its middle frame.</summary>
/// <param name="Group">The set it belongs to.</param>
/// <param name="Pictures">RGB bytes <c>[T,112,112,3]</c>.</param>
/// <param name="Sound">The network's audio input; null: silence.</param>
/// <param name="Columns">Columns of the maps, which have <see cref="Rows"/> rows.</param>
/// <param name="Density">Where people looked.</param>
/// <param name="Counts">More than 0 where somebody looked.</param>
internal sealed record ValidationClip(string Group, byte[] Pictures, float[]? Sound, int Columns, float[] Density, float[] Counts)
{
    /// <summary>Rows of the maps that are compared.</summary>
    public const int Rows = 240;
}
