using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Scenes.Voices;

namespace StavisLive.Scenes.Composed;

/// <summary>The sound around a window of sixteen frames, made up and shaped as the network hears it.</summary>
public sealed class WindowAudio
{
    [ThreadStatic]
    private static HannExcerpt? _hann; // keeps its window; not thread-safe

    private readonly long _begin;
    private readonly float[] _samples;

    /// <summary>Silence around a window.</summary>
    /// <param name="middle">Time of the window's middle frame, in seconds.</param>
    /// <param name="fps">Frames per second.</param>
    public WindowAudio(double middle, double fps)
    {
        // From half a slot before the first frame to half a slot after the last.
        _begin = (long)((middle - ((SceneScript.MiddleFrame + 0.5) / fps)) * AudioFormat.SampleRate);
        _samples = new float[(int)(NetworkWindow.Frames / fps * AudioFormat.SampleRate) + 1];
    }

    /// <summary>Adds an object's voice at a share of full loudness.</summary>
    public WindowAudio With(ObjectVoice voice, double loudness)
    {
        var own = new float[_samples.Length];
        voice.Fill(own, _begin);
        for (var i = 0; i < own.Length; i++) _samples[i] += (float)loudness * own[i];
        return this;
    }

    /// <summary>Adds background sound.</summary>
    public WindowAudio WithSoundscape(double loudness, Random random)
    {
        Soundscape.Add(_samples, loudness, random);
        return this;
    }

    /// <summary>The network's sound input, <see cref="NetworkWindow.AudioLength"/> samples.</summary>
    public float[] ToInput()
    {
        var output = new float[NetworkWindow.AudioLength];
        (_hann ??= new HannExcerpt()).Fill(_samples, output);
        return output;
    }
}
