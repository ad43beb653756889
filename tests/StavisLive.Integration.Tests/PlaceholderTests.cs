namespace StavisLive.Integration.Tests; public class P { [Fact] public void X() { Assert.Equal(2, 1+1); } [Fact] public void S() { Assert.Skip("no"); } }
