using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Inference;

namespace StavisLive.Core.Tests.Configuration.Reading;

public sealed class ConfigWordsTests
{
    [Theory]
    [InlineData("auto")]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("cuda:0")]
    [InlineData("cuda:11")]
    public void Parse_Device_IsWrittenAsItWasRead(string word) => Assert.Equal(word, ConfigWords.Parse<ComputeDevice>(word)!.Value.ToString());

    [Theory]
    [InlineData("gpu")]
    [InlineData("Auto")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:x")]
    [InlineData("")]
    public void Parse_UnknownDevice_IsNull(string word) => Assert.Null(ConfigWords.Parse<ComputeDevice>(word));

    [Theory]
    [InlineData("1280")]
    [InlineData("1280x")]
    [InlineData("0x720")]
    [InlineData("-1280x720")]
    [InlineData("99999x720")]
    public void Parse_NotASize_IsNull(string word) => Assert.Null(ConfigWords.Parse<PictureSize>(word));

    [Theory]
    [InlineData("auto", InferencePrecision.Auto)]
    [InlineData("fp32", InferencePrecision.Fp32)]
    [InlineData("bf16", InferencePrecision.Bf16)]
    [InlineData("fp16", InferencePrecision.Fp16)]
    [InlineData("FP32", null)]
    [InlineData("1", null)]
    [InlineData("int8", null)]
    public void Parse_Precision_IsKnownByItsName(string word, InferencePrecision? expected) => Assert.Equal(expected, ConfigWords.Parse<InferencePrecision>(word));

    [Theory]
    [InlineData("turbo", Colormap.Turbo)]
    [InlineData("JET", Colormap.Jet)]
    [InlineData("TwilightShifted", Colormap.TwilightShifted)]
    [InlineData("beige", null)]
    [InlineData("2", null)]
    public void Parse_Colormap_IsKnownInAnyCase(string word, Colormap? expected) => Assert.Equal(expected, ConfigWords.Parse<Colormap>(word));
}
