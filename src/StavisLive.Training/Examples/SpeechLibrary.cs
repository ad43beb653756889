using System.Numerics.Tensors;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Frames;
using StavisLive.Scenes.Randomness;

namespace StavisLive.Training.Examples;

/// <summary>Recordings of speech in memory: 160 MB an hour. Thread-safe.</summary>
internal sealed class SpeechLibrary
{
    private static readonly string[] Extensions = [".wav", ".flac", ".ogg", ".mp3"];

    private const float Pause = 0.05f; // what is fainter in a recording stays faint

    private readonly short[][] _recordings;

    private SpeechLibrary(short[][] recordings) => _recordings = recordings;

    /// <summary>Reads all recordings of a folder.</summary>
    /// <exception cref="SourceException">One cannot be decoded.</exception>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static async Task<SpeechLibrary> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        var recordings = new List<short[]>();
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => Extensions.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.Ordinal))
        {
            var samples = await WholeAudio.ReadAsync(file, cancellationToken).ConfigureAwait(false);
            if (samples.Length >= AudioFormat.SampleRate) recordings.Add(samples);
        }
        return recordings.Count > 0
            ? new SpeechLibrary([.. recordings])
            : throw new InvalidDataException($"{folder} holds no recording of speech of a second or more ({string.Join(", ", Extensions)}).");
    }

    /// <summary>A random stretch of a random recording, as loud as people talk near a microphone or far from it.</summary>
    /// <param name="length">Samples, at most a second of them.</param>
    /// <param name="random">Chooses.</param>
    public float[] Pick(int length, Random random)
    {
        var recording = _recordings[random.Next(_recordings.Length)];
        var begin = random.Next(recording.Length - length + 1);
        var samples = Array.ConvertAll(recording[begin..(begin + length)], sample => (float)sample / short.MaxValue);
        var peak = Math.Max(Math.Abs(TensorPrimitives.MaxMagnitude<float>(samples)), Pause);
        TensorPrimitives.Multiply(samples, (float)random.Between(0.1, 1) / peak, samples);
        return samples;
    }
}
