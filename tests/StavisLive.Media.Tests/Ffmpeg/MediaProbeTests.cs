using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Tests.Ffmpeg;

public class MediaProbeTests
{
    [Theory]
    [InlineData("30000/1001", "90000/1", 29.97)]
    [InlineData("90000/1", "25/1", 25)]
    [InlineData("0/0", "60/1", 60)]
    [InlineData("0/0", "90000/1", 0)]
    public void Parse_FrameRates_FirstSensibleOneIsTaken(string average, string real, double expected)
    {
        var probe = MediaProbe.Parse(
            $$"""{"streams":[{"index":0,"codec_type":"video","avg_frame_rate":"{{average}}","r_frame_rate":"{{real}}"}]}""");

        Assert.Equal(expected, probe.Video!.FrameRate, 2);
    }

    [Theory]
    [InlineData(""","nb_frames":"359","duration":"1.0" """, 359)]
    [InlineData(""","nb_frames":"N/A","duration":"2.04" """, 51)]
    [InlineData("", 75)]
    public void Parse_FrameCount_IsStatedOrEstimated(string fields, long expected)
    {
        var probe = MediaProbe.Parse(
            $$$"""{"streams":[{"codec_type":"video","avg_frame_rate":"25/1"{{{fields}}}}],"format":{"duration":"3.0"}}""");

        Assert.Equal(expected, probe.Video!.FrameCount);
    }

    [Theory]
    [InlineData("""{"codec_type":"video","avg_frame_rate":"25/1","duration":"9223372036854.775"}""")]
    [InlineData("""{"codec_type":"video","avg_frame_rate":"25/1","nb_frames":"1001"}""")]
    public void Parse_MorePicturesThanBytes_AreNotBelieved(string stream) =>
        Assert.Null(MediaProbe.Parse($$$"""{"streams":[{{{stream}}}],"format":{"size":"1000"}}""").Video!.FrameCount);

    [Fact]
    public void Parse_CoverAndTwoSounds_ChoosesVideoAndDefault()
    {
        var probe = MediaProbe.Parse(
            """
            {"streams":[
              {"index":0,"codec_type":"video","disposition":{"attached_pic":1}},
              {"index":1,"codec_type":"audio","codec_name":"ac3","disposition":{"default":0}},
              {"index":2,"codec_type":"video","disposition":{"attached_pic":0}},
              {"index":3,"codec_type":"audio","codec_name":"aac","extradata_size":5,"disposition":{"default":1}}]}
            """);

        Assert.Equal(2, probe.Video!.Index);
        Assert.Equal(new AudioProbe(3, "aac", FitsMatroska: true), probe.Audio);
    }

    [Fact]
    public void Parse_TwoVideos_ChoosesTheDefaultOne()
    {
        var probe = MediaProbe.Parse(
            """
            {"streams":[
              {"index":0,"codec_type":"video","disposition":{"default":1,"attached_pic":1}},
              {"index":1,"codec_type":"video","disposition":{"default":0}},
              {"index":2,"codec_type":"video","disposition":{"default":1},"sample_aspect_ratio":"16:15","side_data_list":[{"side_data_type":"Display Matrix","rotation":-90}]}]}
            """);

        Assert.Equal(2, probe.Video!.Index);
        Assert.Equal(new(15, 16), probe.Video.PixelAspect);
    }

    [Fact]
    public void Parse_Nothing_IsNothing() => Assert.Equal(new MediaProbe(null, null), MediaProbe.Parse("{}"));
}
