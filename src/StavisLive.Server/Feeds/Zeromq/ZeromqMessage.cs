using System.Text;

namespace StavisLive.Server.Feeds.Zeromq;

/// <summary>A message as it goes over the wire, made once for all subscribers.</summary>
internal sealed class ZeromqMessage
{
    /// <param name="topic">The first part.</param>
    /// <param name="parts">Those behind it; at least one.</param>
    public ZeromqMessage(string topic, params ReadOnlySpan<byte[]> parts)
    {
        var bytes = Encoding.UTF8.GetBytes(topic);
        Topic = Encoding.Latin1.GetString(bytes);
        var length = ZeromqFrame.LengthOf(bytes);
        foreach (var part in parts) length += ZeromqFrame.LengthOf(part);
        Wire = new byte[length];
        var rest = ZeromqFrame.Encode(ZeromqFrame.More, bytes, Wire);
        foreach (var part in parts[..^1]) rest = ZeromqFrame.Encode(ZeromqFrame.More, part, rest);
        ZeromqFrame.Encode(0, parts[^1], rest);
    }

    /// <summary>The topic, a letter for each of its bytes.</summary>
    public string Topic { get; }

    /// <summary>All frames.</summary>
    public byte[] Wire { get; }
}
