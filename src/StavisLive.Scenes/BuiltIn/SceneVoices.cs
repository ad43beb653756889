using StavisLive.Core.Media;
using StavisLive.Scenes.Randomness;
using StavisLive.Scenes.Voices;

namespace StavisLive.Scenes.BuiltIn;

/// <summary>The scene's sound, sample by sample a pure function of the sample's number.</summary>
internal sealed class SceneVoices(SyntheticScene scene)
{
    private const int NoteStream = 8;
    private const int VowelStream = 10;

    private readonly int _seed = scene.Options.Seed;

    /// <summary>Fills the samples from number <paramref name="first"/> of the scene on; full scale ±1, peaks below it.</summary>
    public void Fill(Span<float> samples, long first)
    {
        for (var done = 0; done < samples.Length;)
        {
            var turn = scene.TurnAt((first + done) / (double)AudioFormat.SampleRate);
            var pulse = PulseAt(turn, first + done, out var next);
            var until = (int)Math.Min(samples.Length, Math.Max(done + 1, next - first));
            if (pulse is null) samples[done..until].Clear();
            else FillPulse(samples[done..until], first + done, turn, pulse.Value);
            done = until;
        }
    }

    // Which pulse of its turn a sample belongs to (null: silence), and the first sample that belongs to something else.
    private int? PulseAt(SceneTurn turn, long sample, out long next)
    {
        var seconds = sample / (double)AudioFormat.SampleRate;
        if (!turn.Contains(seconds))
        {
            next = SampleFrom(seconds < turn.Start ? turn.Start : SceneSchedule.NextAfter(turn));
            return null;
        }
        var rate = ScenePulse.RateOf(scene.VoiceOf(turn.Object));
        var pulse = (int)Math.Floor((seconds - turn.Start) * rate);
        next = SampleFrom(Math.Min(turn.End, turn.Start + (pulse + 1) / rate));
        return pulse;
    }

    private static long SampleFrom(double seconds) => (long)Math.Ceiling(seconds * AudioFormat.SampleRate);

    private void FillPulse(Span<float> samples, long first, SceneTurn turn, int pulse)
    {
        var voice = scene.VoiceOf(turn.Object);
        var rate = ScenePulse.RateOf(voice);
        var start = turn.Start + pulse / rate;
        var draw = turn.Number * 64 + pulse;
        new PulseVoice(voice, rate, Pitch: 1, SceneHash.Unit(_seed, NoteStream, draw), SceneHash.Unit(_seed, VowelStream, draw), NoiseSeed: _seed)
            .Fill(samples, first, start);
    }
}
