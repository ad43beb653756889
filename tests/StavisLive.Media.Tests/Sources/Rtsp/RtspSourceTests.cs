using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Rtsp;
using StavisLive.Media.Tests.Sources.Files;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sources.Rtsp;

public sealed class RtspSourceTests(FileSourceFixture clips) : IClassFixture<FileSourceFixture>
{
    [Fact]
    public async Task Read_PatternWithAudio_ComesInStepAndInOrder()
    {
        await using var server = await RtspServer.StartAsync();
        using var enough = new CancellationTokenSource();
        var media = new CollectingMediaWriter { OnFrame = count => { if (count == 70) enough.Cancel(); } };
        await using var source = Open(server.Address, new RtspSourceOptions { PassEncodedAudio = true, ConnectTimeout = Patience });

        var description = await source.OpenAsync(CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.ReadAsync(media, enough.Token));

        Assert.Equal((320, 240, true, true), (description.Width, description.Height, description.HasAudio, description.IsLive));
        Assert.Equal(25, description.FrameRate, 1);
        Assert.Equal("A_AAC", description.EncodedAudio?.Codec);
        Assert.NotEmpty(media.Packets);
        AssertColours(media.Frames[20]);
        for (var i = 1; i < media.Frames.Count; i++)
            Assert.Equal(0.040, media.Frames[i].Time.Seconds - media.Frames[i - 1].Time.Seconds, 0.0015);
        AssertInStep(media);
    }

    [Fact]
    public async Task Read_RightPasswordAndNoAudio_Works()
    {
        await using var server = await RtspServer.StartAsync("--user", "admin", "--password", "open sesame", "--no-sound");
        using var enough = new CancellationTokenSource();
        var media = new CollectingMediaWriter { OnFrame = count => { if (count == 10) enough.Cancel(); } };
        await using var source = Open(WithUser(server.Address, "admin:open sesame"), new RtspSourceOptions { PassEncodedAudio = true, ConnectTimeout = Patience });

        var description = await source.OpenAsync(CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.ReadAsync(media, enough.Token));

        Assert.False(description.HasAudio);
        Assert.Null(description.EncodedAudio);
        Assert.DoesNotContain("sesame", source.Name);
    }

    [Fact]
    public async Task Read_PixelsThatAreNoSquares_AreDescribedAndCarriedByEveryPicture()
    {
        var clip = await clips.MakeAsync("camera.mp4", "-f lavfi -i testsrc=s=180x144:r=25:d=20 -vf setsar=64/45 -c:v libx264 -preset ultrafast -g 25");
        await using var server = await RtspServer.StartAsync("--file", clip, "--as-encoded", "--no-sound");
        using var enough = new CancellationTokenSource();
        var media = new CollectingMediaWriter { OnFrame = count => { if (count == 3) enough.Cancel(); } };
        await using var source = Open(server.Address, new RtspSourceOptions { ConnectTimeout = Patience });

        var description = await source.OpenAsync(CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.ReadAsync(media, enough.Token));

        Assert.Equal(new PixelAspect(64, 45), description.PixelAspect);
        Assert.All(media.Frames, frame => Assert.Equal(new PixelAspect(64, 45), frame.PixelAspect));
    }

    [Fact]
    public async Task Open_PicturesLargerThanAnyCameras_AreRefused()
    {
        var clip = await clips.MakeAsync("huge.mp4", "-f lavfi -i color=s=8448x8000:r=5:d=0.4 -c:v libx264 -preset ultrafast -bf 0");
        await using var server = await RtspServer.StartAsync("--file", clip, "--as-encoded", "--no-sound");
        await using var source = Open(server.Address, new RtspSourceOptions { ConnectTimeout = Patience });

        var exception = await Assert.ThrowsAsync<SourceException>(() => source.OpenAsync(CancellationToken.None));

        Assert.Contains("8448x8000", exception.Message);
        Assert.Contains("64 million pixels are the most", exception.Message);
        Assert.True(exception.IsRefusal);
    }

    [Fact]
    public async Task Read_SoundAnnouncedButNotSent_ComesWithoutAndTakesItUpWhenItComes()
    {
        await using var server = await RtspServer.StartAsync();
        await using var relay = new SilentRelay(server.Address);
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        CollectingMediaWriter? media = null;
        media = new CollectingMediaWriter
        {
            OnFrame = count =>
            {
                if (count == 25) relay.LetsSoundThrough = true;
                if (media!.Samples.Count > 2 * AudioFormat.SampleRate) enough.Cancel();
            },
        };
        await using var source = Open(relay.Address, new RtspSourceOptions { PassEncodedAudio = true, ConnectTimeout = Patience });

        var description = await source.OpenAsync(CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.ReadAsync(media, enough.Token));

        Assert.True(description.HasAudio);
        Assert.Null(description.EncodedAudio);
        Assert.True(media.Order.IndexOf('s') >= 25, "Pictures came before there was sound.");
        Assert.True(media.Samples.Count > 2 * AudioFormat.SampleRate, $"{media.Samples.Count} samples");
        Assert.NotEmpty(media.Beeps());
        // With sound, without, and with it again.
        Assert.Equal(3, relay.Connections);
    }

    [Fact]
    public async Task Read_MomentOfSound_KeepsTheConnection()
    {
        await using var server = await RtspServer.StartAsync();
        await using var relay = new SilentRelay(server.Address);
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var media = new CollectingMediaWriter
        {
            OnFrame = count =>
            {
                if (count == 25) relay.LetSoundThrough(packets: 4);
                if (count == 75) enough.Cancel();
            },
        };
        await using var source = Open(relay.Address, new RtspSourceOptions { ConnectTimeout = Patience });

        await source.OpenAsync(CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.ReadAsync(media, enough.Token));

        Assert.Equal(75, media.Frames.Count);
        // With sound, and without.
        Assert.Equal(2, relay.Connections);
    }

    [Fact]
    public async Task Read_SoundThatStopsWhenItIsTakenUp_GoesOnWithout()
    {
        await using var server = await RtspServer.StartAsync();
        await using var relay = new SilentRelay(server.Address) { LastWithSound = 2 };
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var time = new FakeTimeProvider();
        var media = new CollectingMediaWriter
        {
            OnFrame = count =>
            {
                if (count == 25) relay.LetsSoundThrough = true;
                if (relay.Connections == 4) enough.Cancel();
            },
        };
        await using var source = new RtspSource(relay.Address, new RtspSourceOptions(), time);
        await source.OpenAsync(CancellationToken.None);

        var reading = source.ReadAsync(media, enough.Token);
        await Eventually.HoldsAsync(() => relay.Connections == 3);
        time.Advance(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(4, relay.Connections);
        Assert.Empty(media.Samples);
    }

    [Fact]
    public async Task Open_SoundAnnouncedButNotSent_WaitsForNoTimeOut()
    {
        await using var server = await RtspServer.StartAsync();
        await using var relay = new SilentRelay(server.Address);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        // A clock that stands still: no limit of time is ever reached.
        await using var source = new RtspSource(relay.Address, new RtspSourceOptions { PassEncodedAudio = true }, new FakeTimeProvider());

        var description = await source.OpenAsync(patience.Token);

        Assert.True(description.HasAudio);
        Assert.Equal(2, relay.Connections);
    }

    [Theory]
    [InlineData(RtspTransport.Auto)]
    [InlineData(RtspTransport.Udp)]
    public async Task Read_CameraWithoutTcp_ComesOverUdp(RtspTransport transport)
    {
        await using var server = await RtspServer.StartAsync("--udp");
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var media = new CollectingMediaWriter { OnFrame = count => { if (count == 30) enough.Cancel(); } };
        await using var source = Open(server.Address, new RtspSourceOptions { Transport = transport, ConnectTimeout = Patience });

        var description = await source.OpenAsync(CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.ReadAsync(media, enough.Token));

        Assert.Equal((320, 240, true), (description.Width, description.Height, description.HasAudio));
        Assert.Equal(30, media.Frames.Count);
    }

    [Fact]
    public async Task Open_CameraWithoutTcpWhereOnlyThatIsWanted_SaysWhatToDo()
    {
        await using var server = await RtspServer.StartAsync("--udp", "--no-sound");
        await using var source = Open(server.Address, new RtspSourceOptions { Transport = RtspTransport.Tcp, ConnectTimeout = Patience });

        var exception = await Assert.ThrowsAsync<SourceException>(() => source.OpenAsync(CancellationToken.None));

        Assert.Contains("461 Unsupported transport", exception.Message);
        Assert.Contains("`source.rtspTransport`", exception.Message);
    }

    [Fact]
    public async Task Open_FewPicturesASecondAndNoSoundThatWasAnnounced_ComesWithout()
    {
        await using var server = await RtspServer.StartAsync("--fps", "3");
        await using var relay = new SilentRelay(server.Address);
        var time = new FakeTimeProvider();
        await using var source = new RtspSource(relay.Address, new RtspSourceOptions(), time);

        var opening = source.OpenAsync(CancellationToken.None);
        // ffmpeg finds out by itself, but takes longer than that.
        await Eventually.HoldsAsync(() => relay.Connections == 1);
        time.Advance(TimeSpan.FromSeconds(10));
        var description = await opening.WaitAsync(Eventually.Patience);

        Assert.Equal((320, 240, true), (description.Width, description.Height, description.HasAudio));
        Assert.Equal(2, relay.Connections);
    }

    [Fact]
    public async Task Open_WrongPassword_SaysSoWithoutIt()
    {
        await using var server = await RtspServer.StartAsync("--user", "admin", "--password", "right", "--no-sound");

        var message = await OpeningErrorAsync(WithUser(server.Address, "admin:wrong"));

        Assert.Contains("admin:***@", message);
        Assert.Contains("401 Unauthorized", message);
        Assert.Contains("Check user and password", message);
        Assert.DoesNotContain("wrong", message);
    }

    [Theory]
    [InlineData("p@ss/s3cr3t#1")]
    [InlineData("12#34 ü%?:'")]
    public async Task Open_OddPassword_IsUnderstoodAndNoOtherUserSeesIt(string password)
    {
        await using var server = await RtspServer.StartAsync("--user", "admin", "--password", password, "--no-sound");
        await using var source = Open(WithUser(server.Address, "admin:" + password).Replace("rtsp:", "RTSP:"), new RtspSourceOptions { ConnectTimeout = Patience });

        await source.OpenAsync(CancellationToken.None);

        var arguments = await File.ReadAllTextAsync($"/proc/{source.ChildId}/cmdline");
        Assert.Contains("concat", arguments);
        Assert.DoesNotContain("rtsp://", arguments);
        Assert.DoesNotContain("admin", arguments);
        // Variables may hold it, but only the user who started it reads them.
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode($"/proc/{source.ChildId}/environ"));
    }

    [Fact]
    public async Task Open_WrongPath_SaysSo()
    {
        await using var server = await RtspServer.StartAsync("--no-sound");

        Assert.Contains("404 Not Found. Check the path", await OpeningErrorAsync(server.Address + "er"));
    }

    [Fact]
    public async Task Open_NothingListens_IsRefused()
    {
        Assert.Contains("Connection refused", await OpeningErrorAsync($"rtsp://127.0.0.1:{FreePort.Next()}/stream"));
    }

    [Fact]
    public async Task Open_NobodyAnswers_GivesUpInTime()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var time = new FakeTimeProvider();
        var address = $"rtsp://admin:secret@{listener.LocalEndpoint}/stream";
        await using var source = new RtspSource(address, new RtspSourceOptions(), time);

        var opening = source.OpenAsync(CancellationToken.None);
        using var connection = await listener.AcceptTcpClientAsync().WaitAsync(Eventually.Patience);
        time.Advance(TimeSpan.FromSeconds(10));
        // Once more, shorter: as if the sound were all that is missing.
        using var second = await listener.AcceptTcpClientAsync().WaitAsync(Eventually.Patience);
        time.Advance(TimeSpan.FromSeconds(5));
        var exception = await Assert.ThrowsAsync<SourceException>(() => opening);

        Assert.Contains("did not answer within 15 s", exception.Message);
        Assert.DoesNotContain("secret", exception.Message);
        var child = source.ChildId;
        await source.DisposeAsync();
        Assert.NotNull(child);
        Assert.False(Directory.Exists($"/proc/{child}"));
    }

    [Fact]
    public async Task Read_ServerKilled_IsLost()
    {
        await using var server = await RtspServer.StartAsync("--no-sound");
        var media = new CollectingMediaWriter { OnFrame = count => { if (count == 5) server.Kill(); } };

        var message = await ReadingErrorAsync(server.Address, media, new RtspSourceOptions());

        Assert.Contains($"{server.Address} was lost after {media.Frames.Count} frames", message);
    }

    [Fact]
    public async Task Read_ServerFrozen_IsNoticed()
    {
        await using var server = await RtspServer.StartAsync("--no-sound");
        var media = new CollectingMediaWriter { OnFrame = count => { if (count == 5) Signals.Send(server.Id, "STOP"); } };

        var options = new RtspSourceOptions { ReadTimeout = TimeSpan.FromSeconds(1) };

        var message = await ReadingErrorAsync(server.Address, media, options);

        Assert.Contains("has sent no picture for 1 s", message);
    }

    // For tests of what comes, not of when: the server encodes on the same cores as other tests run on.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private static RtspSource Open(string address, RtspSourceOptions options) => new(address, options, TimeProvider.System);

    private static async Task<string> OpeningErrorAsync(string address)
    {
        await using var source = Open(address, new RtspSourceOptions { ConnectTimeout = Patience });
        return (await Assert.ThrowsAsync<SourceException>(() => source.OpenAsync(CancellationToken.None))).Message;
    }

    private static async Task<string> ReadingErrorAsync(string address, CollectingMediaWriter media, RtspSourceOptions options)
    {
        await using var source = Open(address, options with { ConnectTimeout = Patience });
        await source.OpenAsync(CancellationToken.None);
        return (await Assert.ThrowsAsync<SourceException>(() => source.ReadAsync(media, CancellationToken.None))).Message;
    }

    private static string WithUser(string address, string user) => address.Replace("rtsp://", $"rtsp://{user}@");

    // The pattern's corners; 4:2:0 and compression blur and shift colours.
    private static void AssertColours(CapturedFrame frame)
    {
        var red = frame.At(5, 5);
        var blue = frame.At(frame.Width - 6, frame.Height - 6);
        Assert.True(red.Red > 200 && red.Blue < 60, $"{red}");
        Assert.True(blue.Blue > 200 && blue.Red < 60, $"{blue}");
    }

    // One frame; the server's AAC encoder alone is 21 ms late.
    private static void AssertInStep(CollectingMediaWriter media)
    {
        var beeps = media.Beeps();
        var pairs = media.Flashes().Where(time => time > 0.2)
            .Select(flash => beeps.Select(beep => beep - flash).MinBy(Math.Abs))
            .ToArray();
        Assert.True(pairs.Length >= 2, $"{pairs.Length} flashes");
        Assert.All(pairs, error => Assert.InRange(error, -0.040, 0.040));
        Assert.Equal(MediaTime.Zero, media.Blocks[0].Time);
    }
}
