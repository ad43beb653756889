namespace StavisLive.Server.Feeds.Zeromq;

/// <summary>A message as it goes over the wire, made once for all subscribers.</summary>
internal sealed class ZeromqMessage
{
    /// <param name="topic">The first part.</param>
    /// <param name="header">The second and last one.</param>
    public ZeromqMessage(ZeromqTopic topic, ReadOnlySpan<byte> header)
    {
        Topic = topic;
        Wire = new byte[ZeromqFrame.LengthOf(topic.Bytes) + ZeromqFrame.LengthOf(header)];
        var rest = ZeromqFrame.Encode(ZeromqFrame.More, topic.Bytes, Wire);
        ZeromqFrame.Encode(0, header, rest);
    }

    /// <param name="topic">The first part.</param>
    /// <param name="header">The second one.</param>
    /// <param name="values">The third one.</param>
    public ZeromqMessage(ZeromqTopic topic, ReadOnlySpan<byte> header, ReadOnlySpan<byte> values)
    {
        Topic = topic;
        Wire = new byte[ZeromqFrame.LengthOf(topic.Bytes) + ZeromqFrame.LengthOf(header) + ZeromqFrame.LengthOf(values)];
        var rest = ZeromqFrame.Encode(ZeromqFrame.More, topic.Bytes, Wire);
        rest = ZeromqFrame.Encode(ZeromqFrame.More, header, rest);
        ZeromqFrame.Encode(0, values, rest);
    }

    /// <summary>What it is published under.</summary>
    public ZeromqTopic Topic { get; }

    /// <summary>All frames.</summary>
    public byte[] Wire { get; }
}
