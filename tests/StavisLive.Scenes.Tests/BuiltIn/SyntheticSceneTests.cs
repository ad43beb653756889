using CsCheck;
using StavisLive.Core.Media;
using StavisLive.Scenes.Backgrounds;
using StavisLive.Scenes.BuiltIn;

namespace StavisLive.Scenes.Tests.BuiltIn;

public sealed class SyntheticSceneTests
{
    private const int SamplesPerFrame = AudioFormat.SampleRate / 25;

    private static readonly Gen<(int Seed, double Seconds)> Moments = Gen.Select(Gen.Int, Gen.Double[0, 7200]);

    [Fact]
    public void ObjectsAt_AnySeedAndTime_InsideTheFrameAndApart() => Moments.Sample(moment =>
    {
        var scene = new SyntheticScene(new SyntheticOptions { Seed = moment.Seed });
        var balls = scene.ObjectsAt(MediaTime.FromSeconds(moment.Seconds));

        Assert.All(balls, ball =>
        {
            Assert.InRange(ball.X, ball.Radius, 639 - ball.Radius);
            Assert.InRange(ball.Y, ball.Radius, 359 - ball.Radius);
            Assert.InRange(ball.Pulse, 0, 1);
        });
        for (var i = 0; i < balls.Count; i++)
        {
            for (var j = 0; j < i; j++)
                Assert.True(double.Hypot(balls[i].X - balls[j].X, balls[i].Y - balls[j].Y) > balls[i].Radius + balls[j].Radius);
        }
    });

    [Fact]
    public void SoundingAt_TenMinutes_TurnsChangeWithSilenceBetweenAndEverybodyHasHisShare()
    {
        var scene = new SyntheticScene(new SyntheticOptions { Seed = 3 });
        var turns = new List<(int Object, int Frames)>();
        int? before = null;
        for (var frame = 0; frame < 600 * 25; frame++)
        {
            var sounding = scene.SoundingAt(MediaTime.FromMilliseconds(frame * 40));
            if (sounding is { } now)
            {
                if (before is null) turns.Add((now, 0));
                else Assert.Equal(before, sounding);
                turns[^1] = (now, turns[^1].Frames + 1);
            }
            before = sounding;
        }

        Assert.All(turns.Zip(turns.Skip(1)), pair => Assert.NotEqual(pair.First.Object, pair.Second.Object));
        // The tenth minute ends within the last turn.
        Assert.All(turns.SkipLast(1), turn => Assert.InRange(turn.Frames, (2 * 25) - 10, 3.4 * 25));
        Assert.Equal(3, turns.Select(turn => turn.Object).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(11)]
    public void Sound_Minute_FollowsThePulseOfTheSoundingObjectAndOfNoOther(int seed)
    {
        var scene = new SyntheticScene(new SyntheticOptions { Seed = seed });
        var frames = 60 * 25;
        var audio = new float[frames * SamplesPerFrame];
        new SceneVoices(scene).Fill(audio, 0);

        for (var ball = 0; ball < SyntheticScene.ObjectCount; ball++)
        {
            List<double> loudness = [], own = [], others = [];
            for (var frame = 0; frame < frames; frame++)
            {
                // The sound of a frame is that from its moment to the next one's: compare with the pulse in between.
                var middle = MediaTime.FromMilliseconds(frame * 40 + 20);
                if (scene.SoundingAt(middle) != ball) continue;
                loudness.Add(Rms(audio.AsSpan(frame * SamplesPerFrame, SamplesPerFrame)));
                own.Add(scene.ObjectAt(ball, middle).Pulse);
                others.Add(scene.ObjectAt((ball + 1) % SyntheticScene.ObjectCount, middle).Pulse);
            }
            Assert.True(loudness.Max() is > 0.05 and < 0.9);
            Assert.InRange(Correlation(loudness, own), 0.85, 1);
            Assert.InRange(Math.Abs(Correlation(loudness, others)), 0, 0.2);
        }
    }

    [Fact]
    public void Audio_BetweenTurns_IsSilent()
    {
        var scene = new SyntheticScene(new SyntheticOptions());
        var audio = new float[AudioFormat.SampleRate * 30];
        new SceneVoices(scene).Fill(audio, 0);

        var silent = 0;
        for (var i = 0; i < audio.Length; i++)
        {
            if (scene.SoundingAt(MediaTime.FromSeconds(i / (double)AudioFormat.SampleRate)) is not null) continue;
            Assert.Equal(0, audio[i]);
            silent++;
        }
        Assert.InRange(silent / (double)audio.Length, 0.05, 0.4);
    }

    [Fact]
    public void Audio_AskedForInPieces_IsTheSame() => Gen.Select(Gen.Int[0, 99], Gen.Int[0, 400_000], Gen.Int[1, 999]).Sample((seed, first, cut) =>
    {
        var scene = new SyntheticScene(new SyntheticOptions { Seed = seed });
        var whole = new float[1000];
        var pieces = new float[1000];
        new SceneVoices(scene).Fill(whole, first);
        var voices = new SceneVoices(scene);
        voices.Fill(pieces.AsSpan(cut), first + cut);
        voices.Fill(pieces.AsSpan(0, cut), first);
        Assert.Equal(whole, pieces);
    }, iter: 200);

    [Fact]
    public void Render_AnyMoment_ObjectsAreWhereTheTruthSaysAndNothingElseMoved() => Gen.Select(Gen.Int[0, 99], Gen.Double[0, 600]).Sample((seed, seconds) =>
    {
        var scene = new SyntheticScene(new SyntheticOptions { Seed = seed, Width = 320, Height = 180 });
        var renderer = new SceneRenderer(scene);
        var wall = SceneBackground.Paint(seed, 320, 180);
        var pixels = new byte[wall.Length];
        renderer.Render(MediaTime.FromSeconds(seconds), pixels);
        var balls = scene.ObjectsAt(MediaTime.FromSeconds(seconds));

        var (inside, changedInside) = (0, 0);
        for (var at = 0; at < wall.Length; at += 3)
        {
            var (x, y) = (at / 3 % 320, at / 3 / 320);
            var nearest = balls.Min(ball => double.Hypot(x - ball.X, y - ball.Y) / ball.Radius);
            var difference = Math.Abs(pixels[at] - wall[at]) + Math.Abs(pixels[at + 1] - wall[at + 1]) + Math.Abs(pixels[at + 2] - wall[at + 2]);
            if (nearest > 2) Assert.Equal(0, difference);
            if (nearest > 0.95) continue;
            inside++;
            if (difference > 40) changedInside++;
        }
        Assert.InRange(changedInside / (double)inside, 0.8, 1);
    }, iter: 20);

    private static double Rms(ReadOnlySpan<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples) sum += sample * sample;
        return Math.Sqrt(sum / samples.Length);
    }

    private static double Correlation(List<double> a, List<double> b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        var covariance = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return covariance / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
