using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Evaluation.Metrics;
using StavisLive.Scenes.Composed;
using StavisLive.Scenes.Randomness;
using StavisLive.Training.Examples;

namespace StavisLive.Training.Tests.Examples;

public sealed class SceneDirectorTests
{
    private const int Seed = 20;

    private static readonly SceneDirector Director = new([]);

    [Theory]
    [InlineData(SceneKind.ByKind)]
    [InlineData(SceneKind.ByRhythm)]
    [InlineData(SceneKind.Demonstration)]
    public void Direct_AnyScene_ObjectsInsideTheFrameApartAndOfOneSize(SceneKind kind)
    {
        for (var number = 0; number < 300; number++)
        {
            var script = Script(kind, number);
            var balls = Enumerable.Range(0, script.Actors.Count).Select(actor => SceneFilm.Place(script, actor, 0)).ToList();
            Assert.Equal(SceneDirector.Actors, balls.Count);
            Assert.All(balls, ball => Assert.InRange(ball.X, ball.Radius, SceneScript.Width - ball.Radius));
            Assert.All(balls, ball => Assert.InRange(ball.Y, ball.Radius, script.Height - ball.Radius));
            Assert.Single(script.Actors.Select(actor => actor.Radius).Distinct());
            for (var i = 0; i < balls.Count; i++)
                for (var j = 0; j < i; j++)
                    Assert.True(double.Hypot(balls[i].X - balls[j].X, balls[i].Y - balls[j].Y) > balls[i].Radius + balls[j].Radius);
        }
    }

    [Fact]
    public void Direct_ByKindAndByRhythm_DifferInThisOnly()
    {
        var kinds = Script(SceneKind.ByKind, 1);
        Assert.Equal(3, kinds.Actors.Select(actor => actor.Style.Look).Distinct().Count());
        Assert.Equal(3, kinds.Actors.Select(actor => actor.Voice.Kind).Distinct().Count());
        var rhythms = Script(SceneKind.ByRhythm, 1);
        Assert.Single(rhythms.Actors.Select(actor => actor.Style.Look).Distinct());
        Assert.Equal(3, rhythms.Actors.Select(actor => actor.Voice.Rate).Distinct().Count());
    }

    [Theory]
    [InlineData(SceneKind.ByKind)]
    [InlineData(SceneKind.ByRhythm)]
    public void Paint_WhoeverSounds_PicturesDontTell(SceneKind kind)
    {
        const int scenes = 600;
        // What a picture could tell: each rule picks one object of a scene without having heard it.
        var rules = new Dictionary<string, Func<Look, double>>
        {
            ["largest"] = look => look.Radius,
            ["brightest"] = look => look.Brightness,
            ["darkest"] = look => -look.Brightness,
            ["most central"] = look => -look.Distance,
            ["fastest change"] = look => look.Change,
            ["highest"] = look => -look.Y,
            ["leftmost"] = look => -look.X,
            ["contrast"] = look => look.Contrast,
        };
        var hits = rules.Keys.ToDictionary(rule => rule, _ => 0);
        var order = new int[SceneDirector.Actors];
        for (var number = 0; number < scenes; number++)
        {
            var random = SeededRandom.Create(Seed, (int)kind, number);
            var script = Director.Direct(kind, random);
            var sounding = random.Next(SceneDirector.Actors);
            order[sounding]++;
            var looks = Looks(script);
            foreach (var (name, rule) in rules)
                if (looks.IndexOf(looks.MaxBy(rule)!) == sounding) hits[name]++;
        }
        // Chance is a third; five standard deviations of 600 draws are 0.096.
        Assert.All(hits, hit => Assert.InRange(hit.Value / (double)scenes, 0.237, 0.43));
        Assert.All(order, share => Assert.InRange(share / (double)scenes, 0.237, 0.43));
    }

    [Fact]
    public void Paint_SameNumbers_SameBytesAndTheMiddleFrameAlone()
    {
        var clip = SceneFilm.Paint(Script(SceneKind.ByKind, 7), NetworkWindow.Frames);
        Assert.Equal(clip, SceneFilm.Paint(Script(SceneKind.ByKind, 7), NetworkWindow.Frames));
        Assert.NotEqual(clip, SceneFilm.Paint(Script(SceneKind.ByKind, 8), NetworkWindow.Frames));
        Assert.Equal(
            clip.AsSpan(SceneScript.MiddleFrame * Example.PictureBytes, Example.PictureBytes).ToArray(),
            SceneFilm.Paint(Script(SceneKind.ByKind, 7), 1));
    }

    [Fact]
    public void Audio_OfAnObject_SwellsWithItsPulse()
    {
        foreach (var number in Enumerable.Range(0, 20))
        {
            var script = Script(SceneKind.ByRhythm, number);
            var samples = new float[AudioFormat.SampleRate * 4];
            script.Actors[0].Voice.Fill(samples, 0);
            var step = AudioFormat.SampleRate / 50;
            var (loudness, own) = (new List<float>(), new List<float>());
            for (var at = 0; at + step <= samples.Length; at += step)
            {
                loudness.Add(MathF.Sqrt(samples.AsSpan(at, step).ToArray().Average(sample => sample * sample)));
                own.Add((float)script.PulseOf(0, (at + (step / 2.0)) / AudioFormat.SampleRate));
            }
            Assert.InRange(QuickScores.Correlation(loudness.ToArray(), own.ToArray()), 0.7, 1);
        }
    }

    [Fact]
    public void Density_Sounding_PeaksThereAndIsEvenInSilence()
    {
        var script = Script(SceneKind.ByKind, 3);
        for (var sounding = 0; sounding < SceneDirector.Actors; sounding++)
        {
            var heard = SceneTarget.Density(script, sounding);
            var silent = SceneTarget.Density(script, null);
            for (var actor = 0; actor < SceneDirector.Actors; actor++)
            {
                var ball = SceneFilm.Place(script, actor, 0);
                var at = ((int)(ball.Y / script.Height * Example.Side) * Example.Side) + (int)(ball.X / SceneScript.Width * Example.Side);
                if (actor == sounding) Assert.True(heard[at] > 0.9);
                else Assert.True(heard[at] < 0.3);
                Assert.InRange(silent[at], 0.6f, 0.75f);
            }
        }
    }

    [Fact]
    public void ToInput_Silence_Zeros()
    {
        var input = Script(SceneKind.ByKind, 1).Silence().ToInput();
        Assert.Equal(NetworkWindow.AudioLength, input.Length);
        Assert.All(input, sample => Assert.Equal(0, sample));
    }

    private static SceneScript Script(SceneKind kind, int number) => Director.Direct(kind, SeededRandom.Create(Seed, (int)kind, number));

    private static List<Look> Looks(SceneScript script)
    {
        var picture = SceneFilm.Paint(script, 1);
        return [.. Enumerable.Range(0, script.Actors.Count).Select(actor =>
        {
            var ball = SceneFilm.Place(script, actor, 0);
            var after = SceneFilm.Place(script, actor, 0.04);
            var values = Pixels(script, picture, ball.X, ball.Y, ball.Radius).ToList();
            return new Look(
                ball.Radius, values.Average(), values.Max() - values.Min(), ball.X, ball.Y,
                double.Hypot(ball.X - (SceneScript.Width / 2.0), ball.Y - (script.Height / 2.0)),
                Math.Abs(after.Radius - ball.Radius) + double.Hypot(after.X - ball.X, after.Y - ball.Y));
        })];
    }

    private static IEnumerable<double> Pixels(SceneScript script, byte[] picture, double centreX, double centreY, double radius)
    {
        for (var y = 0; y < Example.Side; y++)
        {
            for (var x = 0; x < Example.Side; x++)
            {
                var (left, top) = ((x + 0.5) / Example.Side * SceneScript.Width, (y + 0.5) / Example.Side * script.Height);
                if (double.Hypot(left - centreX, top - centreY) > radius) continue;
                var at = ((y * Example.Side) + x) * 3;
                yield return picture[at] + picture[at + 1] + picture[at + 2];
            }
        }
    }

    private sealed record Look(double Radius, double Brightness, double Contrast, double X, double Y, double Distance, double Change);
}
