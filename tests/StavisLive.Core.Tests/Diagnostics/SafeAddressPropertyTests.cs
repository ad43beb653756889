using CsCheck;
using StavisLive.Core.Diagnostics;

namespace StavisLive.Core.Tests.Diagnostics;

public class SafeAddressPropertyTests
{
    private static readonly Gen<string> Letters = Gen.Char["ab1.@:/#?%&= '\"äß€\\+"].Array[0, 12].Select(letters => new string(letters));

    private static readonly Gen<string> User = Gen.Char["admin.@ ö-_"].Array[1, 8].Select(letters => new string(letters));

    private static readonly Gen<string> Host = OneOf("192.0.2.7", "[2001:db8::7]", "roof", "roof.example.org", "kamera-tür.example");

    private static readonly Gen<string> Behind = OneOf("", ":8554", ":554/live", "/a/b?channel=1&subtype=0", "/Streaming/Channels/101/", "?x=1");

    // Its ends are found again in a text that shows even a part of it.
    private static readonly Gen<(string Password, string Address, string Host)> Addresses = Gen.Select(
        OneOf("rtsp://", "RTSPS://", "http://"), User, Letters, Host, Behind,
        (scheme, user, letters, host, behind) => ($"Zq9{letters}9qZ", $"{scheme}{user}:Zq9{letters}9qZ@{host}{behind}", host));

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    [Fact]
    public void Of_AnyPassword_HidesItAndShowsTheHost() => Addresses.Sample(
        address =>
        {
            var safe = SafeAddress.Of(address.Address);
            return !safe.Contains("Zq9") && !safe.Contains("9qZ") && safe.Contains(address.Host);
        },
        iter: 20_000);

    [Fact]
    public void Redact_KnownAddressInAText_HidesItAndShowsTheHost() => Addresses.Sample(
        address =>
        {
            var safe = SafeAddress.Redact($"it said '{address.Address}' [rtsp @ 0x12]: no", address.Address);
            return !safe.Contains("Zq9") && !safe.Contains("9qZ") && safe.Contains(address.Host);
        },
        iter: 5_000);

    [Fact]
    public void Escape_AnyPassword_IsAnAddressWithIt() => Addresses.Where(address => !address.Password.Contains('%')).Sample(
        address =>
        {
            var uri = new Uri(SafeAddress.Escape(address.Address));
            return Uri.UnescapeDataString(uri.UserInfo[(uri.UserInfo.IndexOf(':') + 1)..]) == address.Password;
        },
        iter: 5_000);
}
