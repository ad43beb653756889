using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Evaluation.Metrics;
using StavisLive.Model.Inference;
using StavisLive.Scenes.Backgrounds;
using StavisLive.Scenes.Composed;
using StavisLive.Scenes.Randomness;

namespace StavisLive.Evaluation.Trials;

/// <summary>Asks a network which object of a scene sounds: scenes that no training has seen, and that no picture gives away.</summary>
/// <remarks>Clips go the way of inference in float32. Not thread-safe; borrows the network.</remarks>
public sealed class SceneTrials
{
    // Not those of training examples; a kind of scene has the number after the stream's.
    private const int Stream = 101;
    private const int PhotographStream = 110;
    private const double Reach = 1.5; // radii within which a peak counts as an object's

    private const double Loudness = 0.5;

    private readonly ClipRunner _runner;
    private readonly SceneDirector _director;
    private readonly IReadOnlyList<DecodedPicture> _photographs;
    private readonly int _seed;

    /// <param name="network">The network, which listens.</param>
    /// <param name="backgrounds">Files of photographs behind the objects; none: plain walls.</param>
    /// <param name="seed">Seed of the scenes.</param>
    /// <exception cref="ArgumentException">The network doesn't listen.</exception>
    public SceneTrials(SaliencyNetwork network, IReadOnlyList<string> backgrounds, int seed)
    {
        if (!network.Variant.Audiovisual) throw new ArgumentException("These weights are visual-only: scenes ask what a network hears.", nameof(network));
        _runner = new ClipRunner(network);
        var reader = new Media.Sources.Stills.PictureReader();
        var photographs = new List<DecodedPicture>();
        foreach (var path in backgrounds)
        {
            using var frame = reader.Read(path);
            photographs.Add(DecodedPicture.Of(frame));
        }
        _photographs = photographs;
        _director = new SceneDirector(photographs);
        _seed = seed;
    }

    /// <summary>Runs trials of both kinds.</summary>
    /// <param name="count">Scenes of each kind, one at least.</param>
    /// <param name="progress">Is told how many are done.</param>
    /// <param name="cancellationToken">Stops between two scenes.</param>
    public SceneTrialResult Run(int count, Action<int> progress, CancellationToken cancellationToken)
    {
        var kinds = new List<Trial>();
        var rhythms = new List<Trial>();
        for (var number = 0; number < count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            kinds.Add(RunOne(SceneKind.ByKind, number));
            rhythms.Add(RunOne(SceneKind.ByRhythm, number));
            progress(number + 1);
        }
        return new SceneTrialResult
        {
            Scenes = count,
            ByKind = Share(kinds, trial => trial.PeakWithAudio == trial.Sounding),
            ByKindSwapped = Share(kinds, trial => trial.PeakWithOther == trial.Other),
            ByKindFollowed = Share(kinds, trial => trial.PeakWithAudio == trial.Sounding && trial.PeakWithOther == trial.Other),
            SilentOnSounding = Share(kinds, trial => trial.PeakInSilence == trial.Sounding),
            SilentByLook = kinds
                .Where(trial => trial.LookInSilence is not null)
                .CountBy(trial => trial.LookInSilence!)
                .ToDictionary(pair => pair.Key, pair => (double)pair.Value / kinds.Count),
            PhotographCorrelation = _photographs.Count == 0
                ? null
                : Enumerable.Range(0, Math.Min(count, _photographs.Count)).Average(number => StrangeOverPhotograph(number, cancellationToken)),
            StrangeCorrelation = kinds.Average(trial => trial.StrangeCorrelation),
            ByRhythm = Share(rhythms, trial => trial.PeakWithAudio == trial.Sounding),
            ByRhythmSwapped = Share(rhythms, trial => trial.PeakWithOther == trial.Other),
        };
    }

    private static double Share(List<Trial> trials, Func<Trial, bool> condition) => trials.Count(condition) / (double)trials.Count;

    private Trial RunOne(SceneKind kind, int number)
    {
        var random = SeededRandom.Create(_seed, Stream + (int)kind, number);
        var script = _director.Direct(kind, random);
        var sounding = random.Next(SceneDirector.Actors);
        var other = (sounding + 1 + random.Next(SceneDirector.Actors - 1)) % SceneDirector.Actors;
        var pictures = SceneFilm.Paint(script, NetworkWindow.Frames);

        var own = Predict(pictures, script.Silence().With(script.Actors[sounding].Voice, Loudness).ToInput());
        var swapped = Predict(pictures, script.Silence().With(script.Actors[other].Voice, Loudness).ToInput());
        var silent = Predict(pictures, new float[NetworkWindow.AudioLength]);
        var strange = Predict(pictures, script.Silence().With(UnrelatedAudio.Voice(script, random), Loudness).ToInput());
        var inSilence = Peak(script, silent);
        return new Trial(
            sounding, other, Peak(script, own), Peak(script, swapped), inSilence,
            inSilence is { } favourite ? script.Actors[favourite].Style.Look.ToString() : null,
            QuickScores.Correlation(strange, silent));
    }

    // A still photograph: the map in silence beside the one with voices or background sound.
    private double StrangeOverPhotograph(int number, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var picture = new byte[NetworkWindow.BytesPerFrame];
        ViewRenderer.Render(_photographs[number], PictureView.Whole(_photographs[number]), picture);
        var clip = new byte[NetworkWindow.Frames * NetworkWindow.BytesPerFrame];
        for (var frame = 0; frame < NetworkWindow.Frames; frame++) picture.CopyTo(clip, frame * NetworkWindow.BytesPerFrame);
        var audio = UnrelatedAudio.Audio(SeededRandom.Create(_seed, PhotographStream, number));
        return QuickScores.Correlation(Predict(clip, audio), Predict(clip, new float[NetworkWindow.AudioLength]));
    }

    private float[] Predict(byte[] pictures, float[] audio)
    {
        var map = new float[SaliencyMap.Length];
        _runner.Run(pictures, audio, map);
        for (var i = 0; i < map.Length; i++) map[i] = 1 / (1 + MathF.Exp(-map[i]));
        return map;
    }

    // The object that holds the map's largest value; null: it lies beside all of them.
    private static int? Peak(SceneScript script, float[] map)
    {
        var at = Array.IndexOf(map, map.Max());
        var (x, y) = (((at % SaliencyMap.Side) + 0.5) / SaliencyMap.Side * SceneScript.Width, ((at / SaliencyMap.Side) + 0.5) / SaliencyMap.Side * script.Height);
        for (var actor = 0; actor < script.Actors.Count; actor++)
        {
            var ball = SceneFilm.Place(script, actor, 0);
            if (double.Hypot(ball.X - x, ball.Y - y) <= Reach * ball.Radius) return actor;
        }
        return null;
    }

    private sealed record Trial(
        int Sounding, int Other, int? PeakWithAudio, int? PeakWithOther, int? PeakInSilence, string? LookInSilence, double StrangeCorrelation);
}
