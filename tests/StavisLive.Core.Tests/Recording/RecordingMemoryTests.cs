using StavisLive.Core.Media;
using StavisLive.Core.Recording;
using StavisLive.Core.Windowing;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Recording;

public sealed class RecordingMemoryTests : IDisposable
{
    private const int Seconds = 10;

    private readonly TestFrames _frames = new();
    private RecordingMemory _memory = new(TimeSpan.FromSeconds(Seconds), long.MaxValue);

    public void Dispose() => _memory.Clear();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AddJpeg_BeforeItsFrameOrAfterIt_CountsAsMuch(bool isBefore)
    {
        var jpeg = new byte[NetworkWindow.BytesPerFrame];
        _memory = new RecordingMemory(TimeSpan.FromSeconds(Seconds), maxBytes: 3 * (NetworkWindow.BytesPerFrame + jpeg.Length));
        for (var index = 0; index < 50; index++)
        {
            var frame = Frame(index / 25.0);
            using var waiting = frame.Share();
            if (isBefore) _memory.AddJpeg(waiting, jpeg);
            _memory.Add(new RecordedItem.Picture(frame));
            if (!isBefore) _memory.AddJpeg(waiting, jpeg);
        }

        using var snapshot = _memory.Snapshot();

        Assert.Equal(3, snapshot.Frames.Count);
    }

    [Fact]
    public void Add_AudioAlone_KeepsWhatBelongsToTheLastPicturesAndTheNewest()
    {
        for (var second = 0; second < 60; second++) AddPictureAndAudio(second);
        for (var second = 60; second < 3600; second++) AddAudio(second);

        using var snapshot = _memory.Snapshot();

        Assert.Equal(Enumerable.Range(49, 11), snapshot.Frames.Select(frame => (int)frame.PresentationTime.Seconds));
        Assert.Equal([.. Enumerable.Range(49, 21), .. Enumerable.Range(3589, 11)], SecondsOf(snapshot.Audio));
    }

    [Fact]
    public void Add_PicturesComeBack_TakeThePlaceOfTheOldOnes()
    {
        for (var second = 0; second < 60; second++) AddPictureAndAudio(second);
        for (var second = 60; second < 3600; second++) AddAudio(second);

        for (var second = 3600; second < 3605; second++) AddPictureAndAudio(second);

        using var snapshot = _memory.Snapshot();
        Assert.Equal(Enumerable.Range(3600, 5), snapshot.Frames.Select(frame => (int)frame.PresentationTime.Seconds));
        Assert.Equal(Enumerable.Range(3594, 11), SecondsOf(snapshot.Audio));
    }

    [Fact]
    public void Add_AudioAloneOfTooManyBytes_TheOldestMakesRoom()
    {
        _memory = new RecordingMemory(TimeSpan.FromSeconds(Seconds), maxBytes: 5 * sizeof(float));
        for (var second = 0; second < 60; second++) AddAudio(second);

        using var snapshot = _memory.Snapshot();

        Assert.Equal(Enumerable.Range(55, 5), SecondsOf(snapshot.Audio));
    }

    private static IEnumerable<int> SecondsOf(IEnumerable<RecordedItem.Samples> audio) => audio.Select(block => (int)Math.Round(block.Time.Seconds));

    private void AddPictureAndAudio(int second)
    {
        _memory.Add(new RecordedItem.Picture(Frame(second)));
        AddAudio(second);
    }

    private void AddAudio(int second) =>
        _memory.Add(new RecordedItem.Samples(AudioRing.NumberOf(MediaTime.FromSeconds(second)), new float[1], FollowsPause: false));

    private RecordedFrame Frame(double second)
    {
        using var frame = _frames.Make(0, MediaTime.FromSeconds(second));
        return RecordedFrame.Of(frame, new byte[NetworkWindow.BytesPerFrame], slot: (long)(second * 25), followsPause: false);
    }
}
