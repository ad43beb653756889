using System.Runtime.InteropServices;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Microphones;
using StavisLive.Media.Sources.Microphones.Alsa;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sources.Microphones;

/// <summary>
/// ALSA without a sound card: a device that plays a recording as fast as it is read, and one that hears a private audio
/// server's room in real time.
/// </summary>
public sealed partial class AlsaMicrophoneTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private PrivatePulseAudio? _audio;

    private PrivatePulseAudio Audio => _audio!;

    public ValueTask InitializeAsync()
    {
        Assert.SkipUnless(NativeLibrary.TryLoad("libasound.so.2", out _), "libasound is not installed.");
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        if (_audio is not null) await _audio.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void Read_StereoAt48Kilohertz_IsConvertedToOurFormat()
    {
        const int Rate = 48_000;
        var samples = Enumerable.Range(0, 5 * Rate).Select(i => (short)(8192 * Math.Sin(2 * Math.PI * 1000 * i / Rate)));
        File.WriteAllBytes(_folder["tape.raw"], MemoryMarshal.AsBytes([.. samples.SelectMany(sample => new[] { sample, sample })]).ToArray());
        File.WriteAllText(_folder["asound.conf"],
            $$"""
            pcm.tape {
                type plug
                slave {
                    pcm { type file slave.pcm { type null } file "/dev/null" infile "{{_folder["tape.raw"]}}" format "raw" }
                    format S16_LE rate {{Rate}} channels 2
                }
            }
            """);
        Configure(_folder["asound.conf"]);
        using var input = new AlsaInput("tape");
        var heard = new float[AudioFormat.SampleRate / 2];

        // The first block has the rate converter's delay in it.
        input.Read(new float[441], default);
        input.Read(heard, default);

        Assert.Equal(0.25, Tones.AmplitudeAt(1000, heard), 0.02);
        Assert.InRange(Tones.AmplitudeAt(1200, heard), 0, 0.01);
        Assert.InRange(Tones.Peak(heard), 0.24, 0.26);
    }

    [Fact]
    public void OpenFirst_FirstCardOnlyPlays_TakesTheNext()
    {
        File.WriteAllText(_folder["asound.conf"], "pcm.silence { type null }\n");
        Configure(_folder["asound.conf"]);

        using var input = AlsaSystem.OpenFirst(["default", "silence"]);
        Assert.Contains("silence2", Assert.Throws<SourceException>(() => AlsaSystem.OpenFirst(["default", "silence2"])).Message);
    }

    [Fact]
    public async Task ListenAsync_Device_HearsTheTone()
    {
        await StartServerAsync();
        Audio.Play(Tones.Sine(1000, 0.25, 30));
        await using var microphone = await HearingMicrophone.OpenAsync(Microphone("room"));

        await microphone.UntilHeardAsync(1000, 0.2);

        Assert.Equal(0.25, Tones.AmplitudeAt(1000, await microphone.NextAsync(1)), 0.02);
    }

    [Fact]
    public async Task ListenAsync_Stamps_FollowTheClock()
    {
        await StartServerAsync();
        await using var microphone = await HearingMicrophone.OpenAsync(Microphone("room"));
        await microphone.NextAsync(2);

        var blocks = microphone.Blocks;
        var audio = blocks.SkipLast(1).Sum(block => block.Count) / (double)AudioFormat.SampleRate;
        Assert.Equal(audio, TimeProvider.System.GetElapsedTime(blocks[0].HeardAt, blocks[^1].HeardAt).TotalSeconds, 0.1);
        Assert.InRange(TimeProvider.System.GetElapsedTime(blocks[^1].HeardAt).TotalSeconds, 0.019, 2);
    }

    [Fact]
    public async Task ListenAsync_DeviceGoesAway_SaysSo()
    {
        await StartServerAsync();
        await using var microphone = await HearingMicrophone.OpenAsync(Microphone("room"));
        await microphone.NextAsync(0.2);

        Audio.Kill();

        await Assert.ThrowsAsync<SourceException>(() => microphone.Listening.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task DisposeAsync_DeviceGivesNothing_LetsItGo()
    {
        await StartServerAsync();
        await Audio.AddMuteSourceAsync("mute");
        File.WriteAllText(_folder["asound.conf"], $"pcm.mute {{ type plug slave.pcm {{ type pulse server \"{Audio.Address}\" device mute }} }}\n");
        Configure(_folder["asound.conf"]);
        var microphone = Microphone("mute");
        await microphone.OpenAsync(default);
        Assert.Equal(1, await Audio.CountClientsAsync());

        await microphone.DisposeAsync();

        await Eventually.HoldsAsync(async () => await Audio.CountClientsAsync() == 0);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("hw:31")]
    public async Task OpenAsync_UnknownName_IsNamed(string name)
    {
        File.WriteAllText(_folder["asound.conf"], "");
        Configure(_folder["asound.conf"]);
        await using var microphone = Microphone(name);

        var e = await Assert.ThrowsAsync<SourceException>(() => microphone.OpenAsync(default));

        Assert.Contains($"no microphone \"{name}\"", e.Message);
        Assert.Contains("ALSA: no sound card that records", e.Message);
    }

    private async Task StartServerAsync()
    {
        Assert.SkipUnless(PrivatePulseAudio.IsInstalled, "PulseAudio is not installed.");
        Assert.SkipUnless(PrivatePulseAudio.IsAlsaPluginInstalled, "ALSA's PulseAudio plugin is not installed.");
        _audio = await PrivatePulseAudio.StartAsync();
        Configure(_audio.AlsaConfiguration);
    }

    // libasound asks the C library, which knows nothing of what .NET sets.
    private static void Configure(string file) => Assert.Equal(0, SetEnvironment("ALSA_CONFIG_PATH", file, 1));

    private static IMicrophone Microphone(string name) => new ChosenMicrophone([new AlsaSystem()], name, TimeProvider.System);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int replace);
}
